"""What goes with a room that is removed for good: the bots of its webhooks, also of those that were deleted before."""

from collections.abc import Iterator

from accounts.models import User
from chatsite.db.transactions import in_transaction
from rooms.models import Membership
from rooms.purging import contents


@contents.register("webhooks")  # after the messages, which these bots wrote
def _remove_bots(room_id: int) -> Iterator[int]:
    yield _remove(room_id)


@in_transaction
def _remove(room_id: int) -> int:
    bots = Membership.objects.filter(room=room_id, user__bot_kind=User.BotKind.WEBHOOK).values_list("user", flat=True)
    count, _rows = User.objects.filter(pk__in=list(bots)).delete()
    return count
