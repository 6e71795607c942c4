"""How often one person may change messages, by every entry point (docs/moderation.md, "Rates")."""

from django.conf import settings

from chatsite.limits.window import Limit

MINUTE_S = 60

UNREAD_MARKS = Limit("unread-marks", 30, MINUTE_S)


def bookmarks() -> Limit:
    """Return the limit of what a person keeps and keeps no longer."""
    return Limit("bookmarks", settings.CHANGES_PER_MINUTE, MINUTE_S)


def edits() -> Limit:
    """Return the limit of a person's edits."""
    return Limit("edits", settings.CHANGES_PER_MINUTE, MINUTE_S)


def pins() -> Limit:
    """Return the limit of what a person pins and unpins."""
    return Limit("pins", settings.CHANGES_PER_MINUTE, MINUTE_S)


def reactions() -> Limit:
    """Return the limit of what a person sets and takes back of reactions."""
    return Limit("reactions", 2 * settings.CHANGES_PER_MINUTE, MINUTE_S)


def removals() -> Limit:
    """Return the limit of what a person deletes and restores."""
    return Limit("removals", settings.CHANGES_PER_MINUTE, MINUTE_S)
