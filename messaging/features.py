"""What hangs on messages: each feature's rows are a table of its own, and a part of the payload.

A message says by a bit which features it uses, so a plain one costs no query. For a page of messages each feature that
any of them uses takes one.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import IntFlag
from typing import Any

from django.db import models

from chatsite.registry import Registry
from messaging.models import Message


class Feature(IntFlag):
    """What may hang on a message; stored in ``Message.features``."""

    REACTIONS = 1
    PINS = 2
    MENTIONS = 4
    FORWARDS = 8


@dataclass(frozen=True, slots=True)
class Part:
    """A feature, and what ``read(message ids)`` shows of it, by id."""

    feature: Feature
    read: Callable[[Collection[int]], Mapping[int, Any]]


parts: Registry[Part] = Registry()


def fetch_parts(messages: Iterable[Message]) -> list[Message]:
    """Read what hangs on ``messages``, in one query for each feature that any of them uses; return them as a list."""
    found = list(messages)
    by_name = {name: part.read(ids) for name, part in parts.entries.items() if (ids := _using(part.feature, found))}
    for message in found:
        message.shown_parts = {name: by_id[message.pk] for name, by_id in by_name.items() if message.pk in by_id}
    return found


def _using(feature: Feature, messages: Iterable[Message]) -> list[int]:
    return [message.pk for message in messages if message.features & feature and not message.is_deleted]


def shown(message: Message, name: str) -> Any:
    """Return what ``message`` shows of the feature that registered as ``name``, or None; read now if not before."""
    if not message.features or message.is_deleted:
        return None
    if message.shown_parts is None:
        fetch_parts([message])
    return (message.shown_parts or {}).get(name)


def remove_parts(message_ids: Collection[int]) -> None:
    """Remove the rows of all features that hang on messages, before these go or their text is erased."""
    for relation in Message._meta.related_objects:
        if relation.on_delete is models.CASCADE:
            rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": message_ids})
            rows._raw_delete(rows.db)
