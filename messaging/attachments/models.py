"""Files of messages, and uploads that are under way."""

from datetime import datetime, timedelta
from pathlib import PurePosixPath

import uuid6
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MAX_NAME_BYTES = 255
MAX_ALT_CHARS = 1_000
MAX_WAVEFORM_BARS, MAX_WAVEFORM_HEIGHT = 64, 100
MAX_FILM_SIDE = 16_384
KEPT_UNSENT = timedelta(days=1)


class Kind(models.TextChoices):
    """How a file is shown."""

    IMAGE = "image", _("Picture")
    VIDEO = "video", _("Video")
    AUDIO = "audio", _("Audio")
    FILE = "file", _("File")


class StoredFile(models.Model):
    """A file in the storage and its previews, once for all attachments with the same bytes; never changed.

    The poster of a film is one too, of its attachment alone; ``file`` is the largest of its previews.

    It has the id of the upload that brought it, which also names its folder. New attachments use the one whose
    ``shared_as`` names their content. ``released_at`` is when it may have lost its last attachment.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    shared_as = models.CharField(max_length=80, unique=True, null=True)  # noqa: DJ001 - many are none
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=5, choices=Kind)
    size = models.PositiveBigIntegerField()
    file = models.CharField(max_length=100)
    previews = models.JSONField(default=list)
    released_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        db_table = "stored_files"
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")

    def __str__(self) -> str:
        return self.file

    @property
    def content(self) -> str:
        """Return what names its content: bytes that could be decoded have previews, the same bytes else have none."""
        return f"{self.sha256} {self.kind}"

    @property
    def files(self) -> list[str]:
        """Return the names of all its files in the storage."""
        return list(dict.fromkeys([self.file, *(preview["name"] for preview in self.previews)]))


class Attachment(models.Model):
    """A file that was received whole. Without a message it waits to be sent, by its owner alone.

    ``file`` is its name in the storage, ``name`` what its owner called it, which is shown and sent, and never a path.
    ``previews`` are ``[{"name", "size", "width", "height", "is_animated"}]``, from the smallest. Both are those of
    ``stored``, or of a film's ``poster``, repeated because every page of messages needs them. ``type`` was found in the
    content where that is possible. ``duration_s`` and ``waveform``, heights of 0 to 100, are what its owner's browser
    says of a recording, and so are the ``width`` and ``height`` of a film.
    """

    Kind = Kind

    id = models.UUIDField(primary_key=True, default=uuid6.uuid7, editable=False)
    room = models.ForeignKey("rooms.Room", models.CASCADE, related_name="+", verbose_name=_("room"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False, verbose_name=_("person")
    )
    message = models.ForeignKey("messaging.Message", models.CASCADE, null=True, related_name="attachments")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("name"), max_length=MAX_NAME_BYTES)
    size = models.PositiveBigIntegerField(_("bytes"))
    type = models.CharField(_("type"), max_length=100)
    kind = models.CharField(_("kind"), max_length=5, choices=Kind, default=Kind.FILE)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    blurhash = models.CharField(max_length=100, blank=True)
    duration_s = models.FloatField(null=True)
    waveform = models.JSONField(null=True)
    stored = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="attachments")
    poster = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="posters")
    sha256 = models.CharField(max_length=64)
    file = models.CharField(max_length=100)
    previews = models.JSONField(default=list)
    removed = models.JSONField(default=list)
    alt = models.CharField(max_length=MAX_ALT_CHARS, blank=True)
    created_at = models.DateTimeField(_("uploaded"), default=timezone.now)

    class Meta:
        db_table = "attachments"
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        indexes = [models.Index(fields=["owner", "created_at"], name="attachments_of_person")]

    def __str__(self) -> str:
        return self.name


def end_of_upload() -> datetime:
    """Return until when an upload may be continued from now."""
    return timezone.now() + KEPT_UNSENT


class Upload(models.Model):
    """A file that is arriving; the attachment that it becomes has the same id.

    ``offset`` bytes of it are on the disk for good. ``writer`` names the request that may write, the latest.
    """

    in_backups = False

    id = models.UUIDField(primary_key=True, default=uuid6.uuid7, editable=False)
    room = models.ForeignKey("rooms.Room", models.CASCADE, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=MAX_NAME_BYTES)
    type = models.CharField(max_length=100, blank=True)
    length = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)
    writer = models.CharField(max_length=32, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=end_of_upload, db_index=True)

    class Meta:
        db_table = "uploads"
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        indexes = [models.Index(fields=["owner", "created_at"], name="uploads_of_person")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_complete(self) -> bool:
        """Tell whether all of it has arrived."""
        return self.offset == self.length

    @property
    def file(self) -> str:
        """Return the name in the storage of what it becomes."""
        return str(PurePosixPath(settings.ATTACHMENTS_FOLDER, str(self.pk), "original"))
