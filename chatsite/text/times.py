"""Times as the contract writes them."""

from datetime import UTC, datetime, timedelta
from typing import overload

from django.utils import dateformat, timezone
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chatsite.contract.sentences import Sentence

# As good as never: every database can store it, and every time zone show it.
FOREVER = datetime(9999, 1, 1, tzinfo=UTC)


@overload
def timestamp(moment: datetime) -> str: ...
@overload
def timestamp(moment: None) -> None: ...


def timestamp(moment: datetime | None) -> str | None:
    """Return ``moment`` in ISO 8601, UTC, with milliseconds: ``2026-11-22T08:15:30.123Z``."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def lasts(until: datetime | None) -> bool:
    """Tell whether what ends at ``until`` goes on; nothing ends at no time."""
    return until is not None and until > timezone.now()


def end_of(for_s: int | None) -> datetime:
    """Return the end of ``for_s`` seconds from now; of no number, :data:`FOREVER`."""
    return FOREVER if for_s is None else timezone.now() + timedelta(seconds=for_s)


def end_if_ahead(until: datetime | None) -> str | None:
    """Return an end that is still ahead as a timestamp (:data:`FOREVER` is one too), else nothing."""
    return timestamp(until) if until and lasts(until) else None


def end_in_words(until: datetime) -> Sentence:
    """Return ``permanently`` or ``until 23 November 2026, 14:05 UTC``."""
    if until >= FOREVER:
        return _("permanently")
    return format_lazy(_("until {moment} UTC"), moment=_in_words(until.astimezone(UTC)))


def _written(moment: datetime) -> str:
    # Translators: how a date and a time are written, in the letters of Django's template filter "date".
    return dateformat.format(moment, gettext("j F Y, H:i"))


_in_words = lazy(_written, str)
