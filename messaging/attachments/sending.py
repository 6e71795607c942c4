"""Attachments of a message that is being written."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from chatsite.contract.errors import InvalidInput
from chatsite.contract.sentences import Sentence
from messaging.attachments.models import Attachment
from messaging.attachments.payloads import attachment_payload
from messaging.features import Feature, Hanging
from messaging.models import Message


class Attached:
    """The attachments that hang on a message (:class:`messaging.features.Hanging`).

    Everyone who sends into their room holds its lock, so that only one message takes each of them.
    """

    feature = Feature.ATTACHMENTS

    def __init__(self, ids: Sequence[UUID]):
        self.ids = ids

    def require(self, room_id: int, author_id: int | None, earlier: Sequence[Hanging]) -> None:
        """Go on only if all of them are the author's, uploaded for this room, and not sent yet.

        Raises:
            InvalidInput: one is not, or they are too many.
        """
        if len(self.ids) > settings.UPLOAD_FILES_PER_MESSAGE:
            text = _("A message can have at most {count} files.")
            raise _refusal(format_lazy(text, count=settings.UPLOAD_FILES_PER_MESSAGE))
        waiting = Attachment.objects.filter(pk__in=self.ids, room=room_id, owner=author_id, message=None)
        waiting = waiting.select_for_update().order_by("pk")  # against their removal
        if set(self.ids) != set(waiting.values_list("pk", flat=True)) - set(_taken(earlier)):
            raise _refusal(_("One of these files is gone. Attach it again."))

    def store(self, message: Message) -> None:
        """Hang them on the message, in their order."""
        by_id = Attachment.objects.in_bulk(list(self.ids))
        rows = [by_id[one] for one in self.ids]
        for position, row in enumerate(rows):
            row.message, row.position = message, position
        Attachment.objects.bulk_update(rows, ["message", "position"])
        shown = [attachment_payload(row) for row in rows]
        message.shown_parts = {**(message.shown_parts or {}), "attachments": shown}


def _taken(earlier: Iterable[Hanging]) -> Iterable[UUID]:
    for one in earlier:
        if isinstance(one, Attached):
            yield from one.ids


def _refusal(sentence: Sentence) -> InvalidInput:
    return InvalidInput(fields={"attachment_ids": [sentence]})
