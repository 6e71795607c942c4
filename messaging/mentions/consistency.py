"""Are mentions in the room of their message?"""

from collections.abc import Iterator

from django.db.models import F, Max

from chatsite.db.consistency import Finding
from chatsite.db.transactions import in_transaction
from messaging.mentions.models import Mention

IDS = 20_000


def check_mentions() -> Iterator[list[Finding]]:
    """Find mentions that are counted in another room than their message's, part after part of the table."""
    first, end = 0, Mention.objects.aggregate(last=Max("pk"))["last"] or 0
    while first <= end:
        part = Mention.objects.filter(pk__gte=first, pk__lt=first + IDS).exclude(room=F("message__room"))
        ids = list(part.values_list("pk", flat=True))
        yield [Finding(f"mention {pk} is counted in another room", lambda pk=pk: _move(pk)) for pk in ids]  # type: ignore[misc]
        first += IDS


@in_transaction
def _move(mention_id: int) -> None:
    for row in Mention.objects.filter(pk=mention_id).select_related("message"):
        row.room_id, row.version = row.message.room_id, row.message.seq
        row.save(update_fields=["room", "version"])
