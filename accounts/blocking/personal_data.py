"""Whom people have blocked."""

from collections.abc import Iterator

from accounts.blocking.models import Block
from accounts.blocking.queries import blocks_of, involving
from accounts.models import User
from accounts.upkeep.personal_data import PersonalData, Record, register
from chatsite.text.times import timestamp


def _blocks(user: User) -> Iterator[Record]:
    """Yield whom ``user`` has blocked; who has blocked them is not theirs to know."""
    for block in blocks_of(user).iterator():
        yield {"user_id": block.blocked_id, "name": block.blocked.name, "created_at": timestamp(block.created_at)}


def _erase(user: User, words: bool) -> Iterator[int]:  # noqa: FBT001 - as PersonalData.erase says
    yield Block.objects.filter(involving(user)).delete()[0]


register(PersonalData("blocks", _blocks, _erase))
