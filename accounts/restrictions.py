"""What people may not do for now, and the sentences that say until when and why."""

from collections.abc import Callable
from datetime import datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Action, ModerationEntry, User
from chatsite.contract.errors import NotAllowed
from chatsite.contract.sentences import Sentence
from chatsite.text.times import end_in_words, lasts


def require_not_banned(user: User) -> None:
    """Go on only if ``user`` is not banned.

    Raises:
        NotAllowed: they are; says until when and why.
    """
    if user.is_banned and user.banned_until:
        raise refusal(_("This account is banned {until}."), user.banned_until, Action.BANNED, user)


def require_not_muted(user: User) -> None:
    """Go on only if ``user`` is not muted everywhere.

    Raises:
        NotAllowed: they are; says until when and why.
    """
    if user.is_muted and user.muted_until:
        raise refusal(_("You're muted {until}."), user.muted_until, Action.MUTED, user)


def restrictions_in_words(
    *,
    banned_until: datetime | None,
    muted_until: datetime | None,
    written: Callable[[datetime], Sentence] = end_in_words,
) -> str:
    """Return ``banned permanently, muted until 23 November 2026, 14:05 UTC``, of what goes on.

    ``written`` returns an end in words; without it, in UTC.
    """
    kept = [(_("banned {until}"), banned_until), (_("muted {until}"), muted_until)]
    return ", ".join(what.format(until=written(until)) for what, until in kept if until and lasts(until))


def refusal(what: Sentence, until: datetime, action: Action, user: User, room_id: int | None = None) -> NotAllowed:
    """Return the error that says ``You are muted until 23 November 2026, 14:05 UTC. Reason: spam``."""
    reason = ModerationEntry.objects.reason(action, user.pk, room_id)
    sentence = format_lazy(what, until=end_in_words(until))
    if reason:
        sentence = format_lazy(_("{sentence} Reason: {reason}"), sentence=sentence, reason=reason)
    return NotAllowed(sentence)
