"""Entering answers that were written before there was an inbox, as read and before all else in it."""

from collections.abc import Iterator

from django.db.models import Exists, F, Max, OuterRef

from chatsite.db.transactions import in_transaction
from messaging.mentions.models import Mention
from messaging.models import Message

IDS = 2_000
# An inbox is in the order of its ids: those of earlier answers are below all others, in the order of their messages.
_BELOW_ALL = -(2**40)
# No read pointer is before it: an old answer is unread for no one, however far behind they are.
_READ = 0


def enter_earlier_answers() -> Iterator[int]:
    """Enter them, a range of message ids in each transaction; yield how many. Repeating it enters none twice."""
    first, end = 0, Message.objects.aggregate(last=Max("pk"))["last"] or 0
    while first <= end:
        yield _enter(first)
        first += IDS


@in_transaction
def _enter(first: int) -> int:
    answers = Message.objects.filter(pk__gte=first, pk__lt=first + IDS, reply_to__author__isnull=False)
    known = Mention.objects.filter(message=OuterRef("pk"), user=OuterRef("reply_to__author"))
    missing = answers.exclude(author=F("reply_to__author")).exclude(Exists(known))
    rows = [
        Mention(
            pk=_BELOW_ALL + pk, message_id=pk, room_id=room_id, user_id=user_id, version=_READ, kind=Mention.Kind.REPLY
        )
        for pk, room_id, user_id in missing.values_list("pk", "room", "reply_to__author")
    ]
    Mention.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
