"""Reads values of a payload: each has its type or is refused, and what could not be stored is left out."""

import re
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from chatsite.contract.errors import InvalidInput
from chatsite.contract.sentences import Sentence
from messaging.markup.mentions import MENTION
from messaging.webhooks.incoming.slack.emoji import with_emoji

Given = Mapping[str, Any]

# Slack takes 50 blocks and 100 attachments. More of either can't fit into a message.
MAX_PARTS = 100
_UNSTORABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))  # the ampersand last: "&amp;lt;" is "&lt;"


def text_of(given: Given, name: str) -> str:
    """Return the text called ``name``, or an empty one; a number is written as it is.

    Raises:
        InvalidInput: it is something else.
    """
    value = given.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _wrong(_('"{name}" must be a string.'), name)
    return storable(str(value))


def storable(text: str) -> str:
    """Return ``text`` without what could not be stored."""
    return _UNSTORABLE.sub("", text)


def object_of(given: Given, name: str) -> Given:
    """Return the object called ``name``, or an empty one.

    Raises:
        InvalidInput: it is something else.
    """
    value = given.get(name)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise _wrong(_('"{name}" must be an object.'), name)
    return value


def objects_of(given: Given, name: str) -> list[Given]:
    """Return the first :data:`MAX_PARTS` objects of the list called ``name``.

    Raises:
        InvalidInput: it is something else.
    """
    value = given.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        raise _wrong(_('"{name}" must be a list of objects.'), name)
    return value[:MAX_PARTS]


def _wrong(sentence: Sentence, name: str) -> InvalidInput:
    return InvalidInput(format_lazy(sentence, name=name))


def decoded(text: str) -> str:
    """Return ``text`` with the three entities that Slack knows as their characters."""
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text


def literal(text: str) -> str:
    """Return text that is no markup: nothing in it becomes a link with words of its own."""
    return text.replace("](", "] (")


def words(text: str) -> str:
    """Return text that is no markup, as it is shown: with emoji in place of their names."""
    return with_emoji(literal(text))


def without_mentions(text: str) -> str:
    """Return Markdown that mentions no one: people have other ids in Slack, and text may come from anyone."""
    return MENTION.sub(r"< @\1>", text)


def joined(separator: str, parts: Iterable[str]) -> str:
    """Return the parts that are not empty as one text."""
    return separator.join(part for part in parts if part)


def first_parts(parts: Iterable[str], most_chars: int) -> list[str]:
    """Return the first of ``parts`` that are not empty, up to the one that exceeds ``most_chars``; make no more."""
    found, length = list[str](), 0
    for part in islice((part for part in parts if part), MAX_PARTS):
        found.append(part)
        length += len(part)
        if length > most_chars:
            break
    return found
