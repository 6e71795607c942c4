"""What people may not do for now, and how they are told until when and why."""

from datetime import datetime

from accounts.models import ModerationEntry, User
from accounts.moderation_log import Action
from chatsite.errors import NotAllowed
from chatsite.times import end_in_words


def require_not_banned(user: User) -> None:
    """Go on only if ``user`` is not banned.

    Raises:
        NotAllowed: they are; says until when and why.
    """
    if user.is_banned and user.banned_until:
        raise refusal("This account is banned", user.banned_until, Action.BANNED, user)


def require_not_muted(user: User) -> None:
    """Go on only if ``user`` is not muted everywhere.

    Raises:
        NotAllowed: they are; says until when and why.
    """
    if user.is_muted and user.muted_until:
        raise refusal("You are muted", user.muted_until, Action.MUTED, user)


def refusal(what: str, until: datetime, action: Action, user: User, room_id: int | None = None) -> NotAllowed:
    """Return the error that says ``You are muted until 23 November 2026, 14:05 UTC. Reason: spam``."""
    reason = ModerationEntry.objects.reason(action, user, room_id)
    return NotAllowed(f"{what} {end_in_words(until)}." + (f" Reason: {reason}" if reason else ""))
