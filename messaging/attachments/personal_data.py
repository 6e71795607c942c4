"""Files that people have uploaded."""

from collections.abc import Iterator
from typing import IO

from accounts.models import User
from accounts.upkeep.personal_data import PersonalData, Record, register
from chatsite.text.times import timestamp
from messaging.attachments.models import Attachment, Upload
from messaging.attachments.queries import opened
from messaging.attachments.storing import storage
from messaging.attachments.storing.removing import remove_unsent


def _attachments(user: User) -> Iterator[Record]:
    """Yield what is known of the files of ``user``, those of deleted messages too: they are held."""
    for row in Attachment.objects.filter(owner=user).select_related("message").order_by("pk").iterator():
        yield {
            "id": str(row.pk),
            "room_id": row.room_id,
            "seq": row.message.seq if row.message else None,
            "name": row.name,
            "size": row.size,
            "type": row.type,
            "alt": row.alt,
            "created_at": timestamp(row.created_at),
        }


def _files(user: User) -> Iterator[tuple[str, IO[bytes]]]:
    for path, file in opened(Attachment.objects.filter(owner=user).order_by("pk")):
        yield f"files/{path}", file


def _erase(user: User, words: bool) -> Iterator[int]:  # noqa: FBT001 - as PersonalData.erase says
    """Remove what was not sent; the files of messages go with these."""
    yield remove_unsent(user)
    for upload_id in list(Upload.objects.filter(owner=user).values_list("pk", flat=True)):
        Upload.objects.filter(pk=upload_id).delete()
        storage.forget(upload_id)
        yield 1


register(PersonalData("attachments", _attachments, _erase, _files))
