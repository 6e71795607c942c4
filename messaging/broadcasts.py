"""What is announced of messages and of reading them."""

from collections.abc import Iterable, Mapping

from chatsite import realtime
from chatsite.contract.events import ServerEvent
from chatsite.contract.payloads import MessagePayload
from chatsite.realtime import Notice, RoomChange
from messaging.models import Message, Report
from messaging.payloads import message_payload, report_payload
from rooms.models import Membership


def message_change(message: Message) -> RoomChange:
    """Return the last change of ``message``: that it was written, or was updated."""
    if message.version == message.seq:
        return message_written(message)
    payload = {"room_id": message.room_id, "message": message_payload(message)}
    return RoomChange(message.room_id, message.version, ServerEvent.MESSAGE_UPDATED, payload)


def message_written(message: Message) -> RoomChange:
    """Return that ``message`` was written, under the version of then, as it is now: what it was then is not kept."""
    return _written({**message_payload(message), "version": message.seq})


def _written(message: MessagePayload) -> RoomChange:
    payload = {"room_id": message["room_id"], "message": message}
    return RoomChange(message["room_id"], message["seq"], ServerEvent.NEW_MESSAGE, payload)


def messages_written(messages: Iterable[MessagePayload]) -> None:
    """Announce messages that were just written, together, with the payloads that their authors are answered."""
    realtime.announce(*map(_written, messages))


def messages_changed(messages: Iterable[Message]) -> None:
    """Announce messages that were edited, deleted or restored, together."""
    realtime.announce(*map(message_change, messages))


def rooms_read(
    memberships: Iterable[Membership],
    unread: Mapping[int, int],
    mentions: Mapping[int, int],
    *,
    marked_unread: bool = False,
) -> None:
    """Tell a reader's connections how far they have read.

    ``unread`` is ``{room id: unread messages}``, ``mentions`` those of them that address the reader, if there are any.
    """
    realtime.announce(
        *(
            _read(one, unread.get(one.room_id, 0), mentions.get(one.room_id, 0), marked_unread=marked_unread)
            for one in memberships
        )
    )


def _read(membership: Membership, unread_count: int, mention_count: int, *, marked_unread: bool) -> Notice:
    payload = {
        "room_id": membership.room_id,
        "last_read_seq": membership.last_read_seq,
        "unread_count": unread_count,
        "mention_count": mention_count,
        "marked_unread": marked_unread,
    }
    return Notice(ServerEvent.ROOM_READ, payload, user_id=membership.user_id)


def report_updated(report: Report) -> None:
    """Tell a reporter's connections what became of their report."""
    if report.reporter_id is not None:
        payload = {"report": report_payload(report)}
        realtime.announce(Notice(ServerEvent.REPORT_UPDATED, payload, user_id=report.reporter_id))
