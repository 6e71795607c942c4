"""Are the uses of invitations counted right?"""

from collections.abc import Iterator

from django.db.models import Count, F

from chatsite.db.consistency import Finding
from chatsite.db.transactions import in_transaction
from rooms.invitations.models import Invitation


def check_invitations() -> Iterator[list[Finding]]:
    """Find invitations by which more people came than were counted; those who left for good stay counted."""
    counted = Invitation.objects.annotate(came=Count("arrivals")).filter(came__gt=F("uses"))
    yield [
        Finding(f"invitation {pk}: {came} uses are counted as {uses}", lambda pk=pk: _count_anew(pk))  # type: ignore[misc]
        for pk, came, uses in counted.order_by("pk").values_list("pk", "came", "uses")
    ]


@in_transaction
def _count_anew(invitation_id: int) -> None:
    invitation = Invitation.objects.select_for_update().get(pk=invitation_id)
    invitation.uses = max(invitation.uses, invitation.arrivals.count())
    invitation.save(update_fields=["uses"])
