"""How many rooms there are."""

from chatsite.observe.statistics import Figures, count
from rooms.models import Membership, Room


@count("rooms")
def _rooms() -> Figures:
    return {
        "active": Room.objects.active().count(),
        "closed": Room.objects.closed().count(),
        "deleted": Room.objects.exclude(deleted_at=None).count(),
        "memberships": Membership.objects.current().count(),
    }
