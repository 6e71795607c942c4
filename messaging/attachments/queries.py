"""What is read of attachments."""

from collections.abc import Collection, Iterator, Mapping
from typing import IO
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from chatsite.contract.errors import NotAllowed, NotFound
from chatsite.contract.payloads import AttachmentPayload
from messaging.attachments.models import Attachment, Upload
from messaging.attachments.payloads import attachment_payload
from messaging.attachments.storing import storage
from messaging.features import Named, NamedById
from messaging.models import Report
from rooms.queries import room_to_read


def attachments(message_ids: Collection[int]) -> Mapping[int, list[AttachmentPayload]]:
    """Return ``{message id: its attachments in order}``, in one query."""
    found: dict[int, list[AttachmentPayload]] = {}
    for row in Attachment.objects.filter(message__in=message_ids).order_by("position"):
        if row.message_id is not None:
            found.setdefault(row.message_id, []).append(attachment_payload(row))
    return found


def files(message_ids: Collection[int]) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield the files of messages that are there, open, as ``(id/name, file)``."""
    return opened(Attachment.objects.filter(message__in=message_ids).order_by("message", "position"))


def opened(rows: QuerySet[Attachment]) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield the files of attachments that are there, open, as ``(id/name, file)``."""
    for row in rows.iterator():
        try:
            file = storage.opened(row.file)
        except FileNotFoundError:
            continue
        yield f"{row.pk}/{row.name}", file


def named(message_ids: Collection[int]) -> NamedById:
    """Return the kinds and names by which attachments of messages are found, in one query."""
    found: dict[int, list[Named]] = {}
    rows = Attachment.objects.filter(message__in=message_ids).values_list("message", "position", "kind", "name")
    for message_id, _position, kind, name in sorted(rows):
        found.setdefault(message_id, []).append(Named(kind, name))
    return found


def attachment_to_read(user: User, attachment_id: UUID) -> Attachment:
    """Return an attachment that ``user`` may read now: of a message in a room that they read, or their own unsent one.
    Administrators also read those of a message about which a report is open, deleted or not.

    Raises:
        NotFound: there is no such one, its message was deleted, or ``user`` may not read the room.
    """
    rows = Attachment.objects.select_related("message").defer("message__content", "message__html")
    found = rows.filter(pk=attachment_id).first()
    if found is None:
        raise NotFound
    if not (_may_read(user, found) or _judges(user, found)):
        raise NotFound
    return found


def _may_read(user: User, attachment: Attachment) -> bool:
    message = attachment.message
    if message.is_deleted if message else attachment.owner_id != user.pk:
        return False
    try:
        room_to_read(user, attachment.room_id)
    except (NotAllowed, NotFound):
        return False
    return True


def _judges(user: User, attachment: Attachment) -> bool:
    """Tell whether an open report about its message is for ``user`` to resolve."""
    if attachment.message is None or not user.is_admin:
        return False
    return Report.objects.pending().filter(room=attachment.room_id, seq=attachment.message.seq).exists()


def upload_of(user: User, upload_id: UUID) -> Upload:
    """Return an upload of ``user`` that is under way.

    Raises:
        NotFound: there is none, or it has expired.
    """
    upload = Upload.objects.filter(pk=upload_id, owner=user, expires_at__gt=timezone.now()).first()
    if upload is None:
        raise NotFound
    return upload


def received_of(user: User, attachment_id: UUID) -> Attachment | None:
    """Return what an upload of ``user`` has become."""
    return Attachment.objects.filter(pk=attachment_id, owner=user).first()
