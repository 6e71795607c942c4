"""What hangs on messages: each feature's rows are a table of its own, and a part of the payload.

A message says by a bit which features it uses, so a plain one costs no query. For a page of messages each feature that
any of them uses takes one.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any, NamedTuple, Protocol
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from chatsite.contract.errors import InvalidInput
from chatsite.registry import Provided, Registry
from messaging.models import Feature, Message, MessageQuerySet


class Hanging(Protocol):
    """What a feature hangs on a message as it is written."""

    @property
    def feature(self) -> Feature:
        """Return what the message uses from the start."""

    def require(self, room_id: int, author_id: int | None, earlier: Sequence["Hanging"]) -> None:
        """Go on only if it can be stored, given what hangs on the messages written before in this transaction.

        Raises:
            ChatError: it can't.
        """

    def store(self, message: Message) -> None:
        """Store it, in the transaction that writes the message, and set what its payload shows."""


class Named(NamedTuple):
    """Something on a message that is found by its kind, such as ``image``, and by its name."""

    kind: str
    name: str


NamedById = Mapping[int, Sequence[Named]]
"""What is named on messages, by their ids."""


@dataclass(frozen=True, slots=True)
class Part:
    """A feature, and what ``read(message ids)`` shows of it, by id.

    ``remove(message ids)`` clears what it has beside its rows, before these go. ``files(message ids)`` yields the files
    that are exported, open, with their relative paths. ``named(message ids)`` is what a search finds of it.
    """

    feature: Feature
    read: Callable[[Collection[int]], Mapping[int, Any]]
    remove: Callable[[Collection[int]], None] | None = None
    files: Callable[[Collection[int]], Iterator[tuple[str, IO[bytes]]]] | None = None
    named: Callable[[Collection[int]], NamedById] | None = None


__all__ = [
    "Feature",
    "Hanging",
    "Named",
    "NamedById",
    "Part",
    "attaching",
    "fetch_files",
    "fetch_parts",
    "named_on",
    "parts",
    "remove_parts",
    "rewrite_texts",
    "shown",
    "texts",
]

parts: Registry[Part] = Registry()


def _no_attachments(ids: Sequence[UUID]) -> Hanging:
    raise InvalidInput(fields={"attachment_ids": [_("This site takes no files.")]})


# What hangs the attachments with some ids on a message.
attaching: Provided[Callable[[Sequence[UUID]], Hanging]] = Provided(_no_attachments)


def fetch_parts(messages: Iterable[Message]) -> list[Message]:
    """Read what hangs on ``messages``, in one query for each feature that any of them uses; return them as a list."""
    found = list(messages)
    by_name = {name: part.read(ids) for name, part in parts.entries.items() if (ids := _using(part.feature, found))}
    for message in found:
        message.shown_parts = {name: by_id[message.pk] for name, by_id in by_name.items() if message.pk in by_id}
    return found


def files_on(message: Message) -> Sequence[Any]:
    """Return the attachments of a message, also of a deleted one while they are kept, as its payload shows them."""
    found: Sequence[Any] = parts.entries["attachments"].read([message.pk]).get(message.pk, ())
    return found


def fetch_files(messages: Sequence[Message]) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield the files of ``messages``, open, with their relative paths; the caller closes each."""
    for part in parts:
        if part.files and (ids := _using(part.feature, messages)):
            yield from part.files(ids)


def _using(feature: Feature, messages: Iterable[Message]) -> list[int]:
    bit = int(feature)  # comparing flags as such makes an object for each message
    return [message.pk for message in messages if message.features & bit and not message.is_deleted]


def shown(message: Message, name: str) -> Any:
    """Return what ``message`` shows of the feature that registered as ``name``, or None; read now if not before."""
    if not message.features or message.is_deleted:
        return None
    if message.shown_parts is None:
        fetch_parts([message])
    return (message.shown_parts or {}).get(name)


def named_on(features: Mapping[int, int]) -> NamedById:
    """Return what is named on messages, given as ``{id: features}``; in one query for each feature that names."""
    found: dict[int, Sequence[Named]] = {}
    for part in parts:
        bit = int(part.feature)
        if part.named and (using := [pk for pk, bits in features.items() if bits & bit]):
            found |= part.named(using)
    return found


class Texts(Protocol):
    """What the search wants to know of every text, in the transaction that stores or removes it."""

    def written(self, messages: Collection[Message]) -> None:
        """Store what is found of messages that have a text or files, or others, from now on."""

    def removed(self, message_ids: Collection[int]) -> None:
        """Forget what is found of messages that go or are erased; those that are only deleted can be restored."""


class _NoTexts:
    """No message is found."""

    def written(self, messages: Collection[Message]) -> None:
        pass

    def removed(self, message_ids: Collection[int]) -> None:
        pass


texts: Provided[Texts] = Provided(_NoTexts())


def rewrite_texts(messages: MessageQuerySet) -> None:
    """Let the search forget what it has of ``messages``, some of whose files went, and store what they still have."""
    texts.part.removed(list(messages.values_list("pk", flat=True)))
    if left := list(messages.with_content()):
        texts.part.written(left)


def remove_parts(message_ids: Collection[int]) -> None:
    """Remove the rows of all features that hang on messages, before these go or their text is erased."""
    texts.part.removed(message_ids)
    for part in parts:
        if part.remove:
            part.remove(message_ids)
    for relation in Message._meta.related_objects:
        if relation.on_delete is models.CASCADE:
            rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": message_ids})
            rows._raw_delete(rows.db)
