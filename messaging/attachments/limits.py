"""How much may be uploaded; each refusal names the limit."""

import shutil
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chatsite.contract.errors import Conflict, RateLimited, TooLarge, Unavailable
from messaging.attachments.models import Attachment, Upload
from messaging.attachments.names import limit_in_words, size_in_words

DAY = timedelta(days=1)
# Uploads under way and files not sent yet, of one person: more than ten full messages.
MAX_WAITING = 120
RETRY_S = 3600
# What an attachment counts: its file, and the poster of a film.
COUNTED = F("size") + Coalesce("poster__size", 0)


def require_size(name: str, size: int) -> None:
    """Go on only if a file may be so large.

    Raises:
        TooLarge: it may not; says how large it is, and the limit.
    """
    if size > settings.UPLOAD_FILE_BYTES:
        text = _("{name} is {size}. The limit is {limit}.")
        words = {"size": size_in_words(size), "limit": limit_in_words(settings.UPLOAD_FILE_BYTES)}
        raise TooLarge(format_lazy(text, name=name, **words))


def require_space(by: User, name: str, size: int) -> None:
    """Go on only if ``by`` may upload ``size`` more bytes now; their row is locked, so that no two ask at once.

    Raises:
        TooLarge: the file is larger than any may be.
        RateLimited: they have uploaded too much in a day.
        Conflict: too many of their files wait to be sent.
        Unavailable: the site has no room for more.
    """
    require_size(name, size)
    lock_uploads(by)
    _require_few_waiting(by)
    require_quota(by, size)


def lock_uploads(by: User) -> None:
    """Have no one else ask whether there is room for what ``by`` uploads, until the transaction ends."""
    User.objects.select_for_update().only("pk").get(pk=by.pk)


def require_quota(by: User, size: int) -> None:
    """Go on only if ``size`` more bytes are within the limits of a day, of the site and of the disk.

    Raises:
        RateLimited: ``by`` has uploaded too much in a day.
        Unavailable: the site has no room for more.
    """
    day = by.daily_upload_bytes
    if day and bytes_since_yesterday(by) + size > day:
        text = _("You can upload {limit} in a day. Try again later.")
        raise RateLimited(format_lazy(text, limit=limit_in_words(day)), retry_after_s=RETRY_S)
    whole = settings.UPLOAD_TOTAL_BYTES
    if whole and stored_bytes() + size > whole:
        text = _("All files here together may have {limit}, which are used up. Ask an administrator.")
        raise Unavailable(format_lazy(text, limit=limit_in_words(whole)))
    require_free_disk(size)


def require_free_disk(size: int) -> None:
    """Go on only if ``size`` more bytes leave enough of the disk free for the database.

    Raises:
        Unavailable: they do not.
    """
    if free_bytes() - size < settings.UPLOAD_FREE_BYTES:
        raise Unavailable(_("The server's disk is almost full. Files can't be uploaded now."))


def free_bytes() -> int:
    """Return how much of the disk that holds uploads is free; their folder is there from now on."""
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(folder).free


def _require_few_waiting(by: User) -> None:
    waiting = Attachment.objects.filter(owner=by, message=None, created_at__gt=timezone.now() - 2 * DAY).count()
    if waiting + Upload.objects.filter(owner=by).count() >= MAX_WAITING:
        raise Conflict(_("{count} of your files wait to be sent. Send or remove some first.").format(count=MAX_WAITING))


def bytes_since_yesterday(by: User) -> int:
    """Return how much a person has uploaded in 24 hours, with what uploads under way will have."""
    sent = Attachment.objects.filter(owner=by, created_at__gt=timezone.now() - DAY).aggregate(bytes=Sum(COUNTED))
    arriving = Upload.objects.filter(owner=by).aggregate(bytes=Sum("length"))
    return (sent["bytes"] or 0) + (arriving["bytes"] or 0)


def stored_bytes() -> int:
    """Return how much all files have together, with what uploads under way will have."""
    stored = Attachment.objects.aggregate(bytes=Sum(COUNTED))["bytes"] or 0
    return stored + (Upload.objects.aggregate(bytes=Sum("length"))["bytes"] or 0)
