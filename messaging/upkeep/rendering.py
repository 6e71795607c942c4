"""Bringing the HTML of old messages up to the present rules."""

from collections.abc import Iterator

from chatsite.db.transactions import in_transaction
from messaging import markup
from messaging.addressing import addressing
from messaging.models import Message, MessageQuerySet

BATCH = 200


def outdated() -> MessageQuerySet:
    """Return the messages that an earlier version of the rules rendered."""
    return Message.objects.filter(render_version__lt=markup.RENDER_VERSION)


def rerender() -> Iterator[int]:
    """Render them again, a batch in each transaction; yield the size of each batch."""
    last = 0
    while batch := _rerender_after(last):
        last = batch[-1]
        yield len(batch)


@in_transaction
def _rerender_after(message_id: int) -> list[int]:
    """Render again the next old messages after ``message_id``; return their ids.

    How a text looks is no change inside its room: versions stay, and nothing is announced. The rows are locked, so that
    an edit at the same time is neither lost nor rendered from the old text.
    """
    messages = list(outdated().select_for_update().filter(pk__gt=message_id).order_by("pk")[:BATCH])
    named = addressing.part.names_in(messages)
    for message in messages:
        if message.content:
            message.write(message.content, named.get(message.pk))
        message.render_version = markup.RENDER_VERSION
    Message.objects.bulk_update(messages, ["html", "render_version"])
    return [message.pk for message in messages]
