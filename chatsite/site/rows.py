"""The row that holds the site's settings."""

from chatsite.models import Site
from chatsite.site.identity import Identity


def read_identity() -> Identity:
    """Return the stored identity."""
    row = Site.objects.filter(pk=Site.ONLY).values_list("name", "description", "logo", "icon", "welcome", "rules")
    return Identity(*stored) if (stored := row.first()) else Identity()
