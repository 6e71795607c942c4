"""What is read of forwarded messages."""

from collections.abc import Collection, Mapping

from chatsite.contract.payloads import ForwardPayload
from chatsite.text.times import timestamp
from messaging.forwarding.models import Forward
from rooms.payloads import person_payload


def forwards(message_ids: Collection[int]) -> Mapping[int, ForwardPayload]:
    """Return ``{message id: where it was said first}``, in one query."""
    rows = Forward.objects.filter(message__in=message_ids).select_related("author")
    return {row.pk: forward_payload(row) for row in rows}


def forward_payload(row: Forward) -> ForwardPayload:
    """Return where a forwarded message was said. Its room goes by its number: not all readers may know the name."""
    return {
        "room_id": row.from_room,
        "seq": row.from_seq,
        "author": person_payload(row.author),
        "created_at": timestamp(row.written_at),
    }
