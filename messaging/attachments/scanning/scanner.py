"""Refusing files that a virus scanner finds harmful; off unless ``UPLOAD_SCANNER`` names one."""

import logging
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from chatsite.contract.errors import InvalidInput, TooLarge, Unavailable
from messaging.attachments.models import Upload
from messaging.attachments.scanning.clamd import Clamd, ScannerDown, TooLongToScan

log = logging.getLogger(__name__)

RETRY_S = 10


class Harmful(InvalidInput):
    """The scanner found something in the file."""

    message = _("The file looks harmful, so it wasn't accepted.")


def require_harmless(upload: Upload, file: Path) -> None:
    """Go on only if the scanner finds nothing in an upload, or there is none.

    Raises:
        Harmful: it found something.
        TooLarge: it takes no file of that size, and ``UPLOAD_UNSCANNED`` is off.
        Unavailable: it cannot be asked now, and ``UPLOAD_UNSCANNED`` is off; worth repeating.
    """
    if not settings.UPLOAD_SCANNER:
        return
    try:
        found = _found_in(file)
    except TooLongToScan:
        _go_on_unscanned(upload, "StreamMaxLength", TooLarge(_("The file is too large to be checked for viruses.")))
    except ScannerDown as error:
        busy = _("Files can't be checked for viruses right now. Try again in a moment.")
        _go_on_unscanned(upload, str(error), Unavailable(busy, retry_after_s=RETRY_S))
    else:
        if found:
            log.warning("refused a harmful file", extra={"fields": _facts(upload) | {"found": found}})
            raise Harmful


def _found_in(file: Path) -> str:
    with file.open("rb") as source:
        return scanner().found_in(source)


def scanner() -> Clamd:
    return Clamd(settings.UPLOAD_SCANNER, settings.UPLOAD_SCANNER_TIMEOUT_S)


def _go_on_unscanned(upload: Upload, reason: str, refusal: Unavailable | TooLarge) -> None:
    log.warning("could not scan a file", extra={"fields": _facts(upload) | {"reason": reason}})
    if not settings.UPLOAD_UNSCANNED:
        raise refusal


def _facts(upload: Upload) -> dict[str, object]:
    """Return what the log says of an upload: its name may be a secret."""
    return {"upload": str(upload.pk), "user": upload.owner_id, "room": upload.room_id, "bytes": upload.length}
