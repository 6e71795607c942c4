"""What people have written."""

from collections.abc import Container, Iterator

from accounts.models import User
from accounts.upkeep.personal_data import PersonalData, Record, register
from chatsite.text.times import timestamp
from messaging.models import EarlierText, Message, Report
from messaging.upkeep import erasing
from rooms.queries import hidden_room_ids

CHUNK = 1_000


def _messages(user: User) -> Iterator[Record]:
    """Yield what ``user`` wrote, deleted messages with their text too: it is held."""
    last, hidden = 0, hidden_room_ids(user)
    mine = erasing.written_by(user).select_related("room").order_by("pk")
    while chunk := list(mine.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        yield from (_record(message, hidden) for message in chunk)


def _record(message: Message, hidden: Container[int]) -> Record:
    return {
        "id": message.pk,
        "room_id": message.room_id,
        "room": "" if message.room_id in hidden else message.room.name,
        "seq": message.seq,
        "content": message.content,
        "created_at": timestamp(message.created_at),
        "edited_at": timestamp(message.edited_at),
        "deleted_at": timestamp(message.deleted_at),
    }


def _earlier_texts(user: User) -> Iterator[Record]:
    """Yield what messages of ``user`` said before they were edited; it goes with the messages' text."""
    for text in EarlierText.objects.filter(message__author=user).order_by("pk").iterator():
        yield {"message_id": text.message_id, "content": text.content, "written_at": timestamp(text.written_at)}


def _erase(user: User, words: bool) -> Iterator[int]:  # noqa: FBT001 - as PersonalData.erase says
    if words:
        yield from erasing.erase(erasing.written_by(user))


def _reports(user: User) -> Iterator[Record]:
    """Yield what ``user`` reported, with their own words; what others wrote is not theirs."""
    for report in Report.objects.filter(reporter=user).order_by("pk"):
        yield {
            "id": report.pk,
            "reason": report.reason,
            "note": report.note,
            "status": report.status,
            "answer": report.answer,
            "created_at": timestamp(report.created_at),
        }


def _forget_reports(user: User, words: bool) -> Iterator[int]:  # noqa: FBT001 - as PersonalData.erase says
    mine = Report.objects.filter(reporter=user)
    yield mine.update(reporter=None, note="") if words else mine.update(reporter=None)


register(
    PersonalData("messages", _messages, _erase),
    PersonalData("earlier_texts", _earlier_texts),
    PersonalData("reports", _reports, _forget_reports),
)
