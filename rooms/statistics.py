"""How many rooms there are."""

from chatsite.observe.statistics import Counts, count
from rooms.models import Membership, Room


@count("rooms")
def _rooms() -> Counts:
    return {
        "active": Room.objects.active().count(),
        "closed": Room.objects.closed().count(),
        "deleted": Room.objects.exclude(deleted_at=None).count(),
        "memberships": Membership.objects.current().count(),
    }
