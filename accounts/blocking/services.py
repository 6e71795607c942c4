"""Blocking and unblocking people: personal, so only the connections of the person who does it receive it."""

from django.utils.translation import gettext_lazy as _

from accounts.blocking.models import Block
from accounts.blocking.payloads import block_payload
from accounts.blocking.queries import MAX_BLOCKS
from accounts.hooks import blocks_changed
from accounts.models import User
from chatsite import realtime
from chatsite.contract.errors import Conflict
from chatsite.contract.events import ServerEvent
from chatsite.db.transactions import in_transaction
from chatsite.limits.window import Limit, limited
from chatsite.realtime import Notice

BLOCKS = Limit("blocks", 60, 600)


@limited(BLOCKS)
@in_transaction
def block_person(*, by: User, person: User) -> Block:
    """Block a person. Blocking them again changes nothing.

    Raises:
        Conflict: it is ``by`` themselves, or they have blocked as many people as they may.
        RateLimited: done too often.
    """
    if person.pk == by.pk:
        raise Conflict(_("You can't block yourself."))
    User.objects.select_for_update().only("pk").get(pk=by.pk)  # two devices at once block once
    block = Block.objects.filter(user=by, blocked=person).first()
    if block is None:
        if Block.objects.filter(user=by).count() >= MAX_BLOCKS:
            raise Conflict(_("You have blocked {count} people. Unblock some first.").format(count=MAX_BLOCKS))
        block = Block.objects.create(user=by, blocked=person)
        _announce(by, person.pk, block)
    block.blocked = person
    return block


@limited(BLOCKS)
@in_transaction
def unblock_person(*, by: User, user_id: int) -> None:
    """Unblock a person. Unblocking them again changes nothing.

    Raises:
        RateLimited: done too often.
    """
    count, _rows = Block.objects.filter(user=by, blocked=user_id).delete()
    if count:
        _announce(by, user_id, None)


def _announce(user: User, user_id: int, block: Block | None) -> None:
    payload = {"user_id": user_id, "block": block_payload(block) if block else None}
    realtime.announce(Notice(ServerEvent.BLOCKS_CHANGED, payload, user_id=user.pk))
    for recount in blocks_changed:
        recount(user, user_id)
