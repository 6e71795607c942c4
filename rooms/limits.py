"""How often one person may change rooms and act in them, by every entry point (docs/moderation.md, "Rates")."""

from django.conf import settings

from chatsite.limits.window import Limit

TEN_MINUTES_S, HOUR_S, DAY_S = 600, 3600, 86_400

CHANGES = Limit("room-changes", 30, TEN_MINUTES_S)  # name, description, slow mode
OPENINGS = Limit("room-openings", 20, TEN_MINUTES_S)  # closed, reopened, deleted
MEMBERSHIPS = Limit("room-memberships", 60, TEN_MINUTES_S)  # joined, left
SEARCHES_OF_PEOPLE = Limit("searches-of-people", 120, 60)
ATTENTION = Limit("room-attention", 60, 60)  # notifications, favourites
INVITATIONS = Limit("invitations", 30, HOUR_S)
DIRECT_ROOMS = Limit("direct-rooms", 30, HOUR_S)  # new ones
ROLES = Limit("room-roles", 30, TEN_MINUTES_S)
SANCTIONS = Limit("room-sanctions", 30, TEN_MINUTES_S)
# Each is a notice with free text on that person's screen.
SANCTIONS_OF_ONE = Limit("room-sanctions-of-one", 6, HOUR_S)


def creations() -> Limit:
    """Return the limit of new rooms of a person."""
    return Limit("room-creations", settings.ROOMS_PER_DAY, DAY_S)
