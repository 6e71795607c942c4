"""How much of a conversation fits into one answer: a socket that reads slowly is cut at 1 MiB."""

import json
import re
from collections.abc import Sequence
from html import escape, unescape
from itertools import accumulate
from typing import Final

from chatsite.contract.payloads import MessagePayload
from messaging.models import Message
from messaging.payloads import message_payload, parts_bytes

# Half a socket's outbox (chatsite/socketio/options.py), so that an answer and what happens meanwhile fit.
PAGE_BYTES: Final = 512 * 1024
# What a message has beside its text: names, a quote, times.
_REST_BYTES: Final = 2_000
LIST_CHARS: Final = 300
_TAG = re.compile(r"<[^>]*>")


def first_that_fit(messages: Sequence[Message], budget: int = PAGE_BYTES) -> list[Message]:
    """Return as many of ``messages`` as one answer holds, from the first on; one always."""
    sizes = accumulate(_json_bytes(message) for message in messages)
    return list(messages[: max(1, sum(size <= budget for size in sizes))])


def last_that_fit(messages: Sequence[Message], budget: int = PAGE_BYTES) -> list[Message]:
    """Return as many of ``messages`` as one answer holds, up to the last; one always."""
    return first_that_fit(messages[::-1], budget)[::-1]


def _json_bytes(message: Message) -> int:
    return (
        len(json.dumps([message.content, message.html], ensure_ascii=False).encode())
        + _REST_BYTES
        + parts_bytes(message)
    )


def listed_payload(message: Message) -> MessagePayload:
    """Return a message as lists of rooms show it: a long one only begins, without its markup."""
    payload = message_payload(message)
    if len(payload["content"]) + len(payload["html"]) > 4 * LIST_CHARS:
        text = unescape(_TAG.sub("", payload["html"])).strip()
        payload["content"] = _beginning(payload["content"])
        payload["html"] = f"<p>{escape(_beginning(text), quote=False)}</p>\n"
    return payload


def _beginning(text: str) -> str:
    return text if len(text) <= LIST_CHARS else text[: LIST_CHARS - 1] + "…"
