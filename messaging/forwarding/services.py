"""Forwarding messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chatsite.contract.errors import Conflict
from messaging.addressing import addressing
from messaging.features import Feature, Hanging
from messaging.forms import CleanContent
from messaging.forwarding.models import Forward
from messaging.forwarding.queries import forward_payload
from messaging.markup.mentions import MENTION, Names
from messaging.models import MAX_CONTENT_CHARS, Message
from messaging.posting import Draft, Duplicate, Refused, StoredMessage, post_messages
from messaging.queries import message_to_read


@dataclass(frozen=True, slots=True)
class ForwardOf:
    """What hangs on a forwarding message (:class:`messaging.posting.Hanging`)."""

    source: Message
    feature: Feature = Feature.FORWARDS

    def require(self, room_id: int, author_id: int | None, earlier: Sequence[Hanging]) -> None:
        """Go on: the quoted message was looked up before."""

    def store(self, message: Message) -> None:
        """Store where the quoted message was said."""
        row = Forward(
            message=message,
            from_room=self.source.room_id,
            from_seq=self.source.seq,
            author=self.source.author,
            written_at=self.source.created_at,
        )
        row.save(force_insert=True)
        message.shown_parts = {**(message.shown_parts or {}), "forward_of": forward_payload(row)}


def forward_message(
    *, room_id: int, seq: int, by: User, to: int, content: CleanContent | None = None, client_id: UUID | None = None
) -> StoredMessage | Duplicate:
    """Write a message in the room ``to`` that quotes another one, below what ``by`` has to say about it.

    The same ``client_id`` is the same message, as for any other.

    Raises:
        NotFound: there is no such message or room, or ``by`` may not see it.
        NotAllowed: ``by`` may not read the message, or not write in the other room.
        RoomClosed: the other room is read-only.
        Conflict: the message was deleted.
    """
    source = message_to_read(by, room_id, seq)
    if source.is_deleted:
        raise Conflict(_("This message was deleted."))
    text = CleanContent(quoted(source, content or ""))
    (result,) = post_messages([Draft(by.pk, to, text, client_id, hanging=ForwardOf(source), by_token=by.acts_by_token)])
    if isinstance(result, Refused):
        raise result.error
    return result


def quoted(source: Message, comment: str) -> str:
    """Return the comment, and below it the source as a Markdown quote that mentions no one again."""
    names = addressing.part.names_in([source]).get(source.pk, Names())
    text = MENTION.sub(lambda found: f"@{names.shown(found[1])}" if names.shown(found[1]) else found[0], source.content)
    above = f"{comment}\n\n" if comment else ""
    quote = "\n".join(f"> {line}" for line in text.split("\n"))
    room = MAX_CONTENT_CHARS - len(above)
    return above + (quote if len(quote) <= room else quote[: room - 1] + "…")
