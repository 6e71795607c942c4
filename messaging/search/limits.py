"""How often one person may search (docs/moderation.md, "Rates")."""

from django.conf import settings

from chatsite.limits.window import Limit

MINUTE_S = 60


def searches() -> Limit:
    """Return the limit of a person's searches."""
    return Limit("searches", settings.SEARCHES_PER_MINUTE, MINUTE_S)
