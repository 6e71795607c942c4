"""Searching for mentions, by the table that says whom messages mention."""

from collections.abc import Collection, Iterator
from typing import Final

from messaging.models import Mention
from messaging.search.index.wanted import Step, Wanted

SLICE: Final = 500


def mentioning(people: Collection[int], wanted: Wanted) -> Iterator[Step]:
    """Yield the messages that mention one of ``people``, newest first."""
    below = wanted.below
    mentions = Mention.objects.filter(user__in=people, message__gte=wanted.first).exclude(kind=Mention.Kind.REPLY)
    while True:
        rows = mentions if below is None else mentions.filter(message__lt=below)
        ids = list(rows.order_by("-message").values_list("message", flat=True).distinct()[:SLICE])
        yield Step(ids, ids[-1] if len(ids) == SLICE else wanted.first)
        if len(ids) < SLICE:
            return
        below = ids[-1]
