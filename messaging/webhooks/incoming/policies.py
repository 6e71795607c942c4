"""Who may manage the webhooks of a room."""

from django.utils.translation import gettext_lazy as _

from rooms.policies import Standing, require


def require_management(standing: Standing) -> None:
    """Go on only if a person may see, create and delete the webhooks of a room; of a direct room, which has none, not.

    Raises:
        NotAllowed: they may not.
    """
    require(standing.may_moderate, _("Only the room's owner, moderators and administrators can manage its webhooks."))
