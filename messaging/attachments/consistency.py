"""Are the files of messages there, and what they were?"""

from collections.abc import Iterator
from functools import partial
from uuid import UUID

from django.db.models import QuerySet

from chatsite.db.consistency import Finding
from chatsite.db.transactions import in_transaction
from messaging import broadcasts
from messaging.attachments.models import Attachment, StoredFile
from messaging.attachments.storing import storage
from messaging.attachments.storing.removing import remove
from messaging.attachments.storing.sharing import queue_collection, release
from messaging.features import Feature, rewrite_texts
from messaging.models import Message
from rooms.models import RoomCounter

FILES = 100


def check_attachments() -> Iterator[list[Finding]]:
    """Find files that are missing or have other bytes, part after part; a file that is shared is read once."""
    last: UUID | None = None
    while rows := list(_after(last)):
        last = rows[-1].pk
        yield [finding for row in rows if (flaw := flaw_of(row)) for finding in _findings(row, flaw)]


def _findings(stored: StoredFile, flaw: str) -> Iterator[Finding]:
    for key in stored.attachments.order_by("pk").values_list("pk", flat=True):
        yield Finding(f"the file of attachment {key} {flaw}", partial(_drop, key))
    for key in stored.posters.order_by("pk").values_list("pk", flat=True):
        yield Finding(f"the poster of attachment {key} {flaw}", partial(_drop_poster, key))


def _after(last: UUID | None) -> QuerySet[StoredFile]:
    rows = StoredFile.objects.order_by("pk")
    return (rows.filter(pk__gt=last) if last else rows)[:FILES]


def flaw_of(stored: StoredFile) -> str:
    """Return what is wrong with a file, in words that follow its name; nothing if it is what it was."""
    found = storage.digest(stored.file)
    if not found:
        return "is missing"
    return "" if found == stored.sha256 else f"was changed: its SHA-256 is {found[:12]}…, not {stored.sha256[:12]}…"


@in_transaction
def _drop(attachment_id: UUID) -> None:
    """Remove an attachment; of a message that was sent, as a change that everyone receives."""
    found = Attachment.objects.get(pk=attachment_id)
    message = _message_of(attachment_id)
    remove([found])
    if message:
        if not Attachment.objects.filter(message=message).exists():
            message.features &= ~Feature.ATTACHMENTS
        _announce(message)


@in_transaction
def _drop_poster(attachment_id: UUID) -> None:
    """Have a film do without its poster; of a message that was sent, as a change that everyone receives."""
    found = Attachment.objects.get(pk=attachment_id)
    message = _message_of(attachment_id)
    if found.poster_id:
        release([found.poster_id])
        queue_collection()
    found.poster, found.previews, found.blurhash = None, [], ""
    found.save(update_fields=["poster", "previews", "blurhash"])
    if message:
        _announce(message)


def _message_of(attachment_id: UUID) -> Message | None:
    return Message.objects.with_payload().filter(attachments=attachment_id).first()


def _announce(message: Message) -> None:
    message.version = RoomCounter.objects.lock(message.room_id).advance()
    message.save(update_fields=["version", "features"])
    rewrite_texts(Message.objects.filter(pk=message.pk))
    broadcasts.messages_changed([message])
