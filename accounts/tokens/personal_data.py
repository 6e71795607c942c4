"""The access tokens that people have."""

from collections.abc import Iterator

from accounts.models import User
from accounts.tokens.payloads import token_payload
from accounts.tokens.queries import tokens_of
from accounts.tokens.services import revoke_all
from accounts.upkeep.personal_data import PersonalData, Record, register


def _tokens(user: User) -> Iterator[Record]:
    """Yield what the tokens are called and may do; their secrets are stored nowhere, and hashes are no one's data."""
    for token in tokens_of(user).iterator():
        yield {**token_payload(token)}


def _erase(user: User, words: bool) -> Iterator[int]:  # noqa: FBT001 - as PersonalData.erase says
    count = tokens_of(user).count()
    revoke_all(user)
    yield count


register(PersonalData("access_tokens", _tokens, _erase))
