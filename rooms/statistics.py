"""How many rooms there are."""

from chatsite.observe.statistics import Counts, count
from rooms.models import Membership, Room


@count("rooms")
def _rooms() -> Counts:
    return {
        "active": Room.objects.active().exclude(visibility=Room.Visibility.DIRECT).count(),
        "direct": Room.objects.standing().filter(visibility=Room.Visibility.DIRECT).count(),
        "closed": Room.objects.closed().count(),
        "deleted": Room.objects.exclude(deleted_at=None).count(),
        "memberships": Membership.objects.current().count(),
    }
