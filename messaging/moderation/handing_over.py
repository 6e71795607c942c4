"""Which part of a conversation a report shows to administrators.

Of a direct room it is what was said around the message when it was reported, stored with the report: no one looks into
the room itself, then or later.
"""

from collections.abc import Sequence

from messaging.browsing import conversation_around
from messaging.models import Message, Report, ReportedMessage

HANDED_OVER = 5


def hand_over(report: Report, room_id: int, seq: int) -> None:
    """Store a message of a direct room with the five before and after it; of deleted ones only that they were there."""
    ReportedMessage.objects.bulk_create(
        ReportedMessage(
            report=report,
            seq=message.seq,
            author=message.author,
            content="" if message.is_deleted and message.seq != seq else message.content,
            created_at=message.created_at,
            edited_at=message.edited_at,
            deleted_at=message.deleted_at,
        )
        for message in conversation_around(room_id, seq, HANDED_OVER)
    )


def conversation_of(report: Report, around: int) -> Sequence[Message | ReportedMessage]:
    """Return the conversation about which a report is, with so many messages before and after; of a direct room what
    was handed over.
    """
    if report.room is None or report.seq is None:
        return []
    if report.room.is_direct:
        return list(report.handed_over.select_related("author").order_by("seq"))
    return conversation_around(report.room.pk, report.seq, around)
