"""Are messages where they belong?"""

from collections.abc import Iterator

from django.db.models import F, Max

from chatsite.db.consistency import Finding
from chatsite.db.transactions import in_transaction
from messaging.models import Message

IDS = 20_000


def written(room_id: int) -> tuple[int, int]:
    """Return the highest ``seq`` and the highest ``version`` of a room's messages."""
    messages = Message.objects.filter(room=room_id)
    last = messages.aggregate(seq=Max("seq"))["seq"] or 0
    return last, messages.aggregate(version=Max("version"))["version"] or 0


def check_replies() -> Iterator[list[Finding]]:
    """Find replies that quote another room, part after part of the table."""
    first, end = 0, Message.objects.aggregate(last=Max("pk"))["last"] or 0
    while first <= end:
        part = Message.objects.filter(pk__gte=first, pk__lt=first + IDS)
        ids = list(part.exclude(reply_to=None).exclude(reply_to__room=F("room")).values_list("pk", flat=True))
        yield [Finding(f"message {pk} answers one in another room", lambda pk=pk: _answer_nothing(pk)) for pk in ids]  # type: ignore[misc]
        first += IDS


@in_transaction
def _answer_nothing(message_id: int) -> None:
    Message.objects.filter(pk=message_id).update(reply_to=None)
