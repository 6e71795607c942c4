"""How far people have seen what addresses them in rooms that they are no member of: these have no read pointer."""

from django.db.models import Max

from accounts.models import User
from chatsite import realtime
from chatsite.contract.events import ServerEvent
from chatsite.db.transactions import in_transaction
from chatsite.limits.window import limited
from chatsite.realtime import Notice
from messaging import limits
from messaging.mentions.models import InboxPosition, Mention


@limited(limits.UNREAD_MARKS)
def see(*, by: User, seen: int) -> None:
    """Note that ``by`` has seen the mentions up to one, and tell their connections; only forward.

    Raises:
        RateLimited: done too often.
    """
    _see(by, seen)


def seen_elsewhere(user: User) -> None:
    """Note that ``user`` has seen what addresses them in rooms that they are no member of."""
    _see(user, None)


@in_transaction
def _see(user: User, seen: int | None) -> None:
    newest = Mention.objects.filter(user=user).aggregate(last=Max("pk"))["last"] or 0
    position, _is_new = InboxPosition.objects.select_for_update().get_or_create(user=user)
    upto = newest if seen is None else min(seen, newest)
    if upto > position.seen:
        position.seen = upto
        position.save(update_fields=["seen"])
        realtime.announce(Notice(ServerEvent.MENTIONS_SEEN, {"seen": upto}, user_id=user.pk))
