"""What the process of a picture says of it, checked: by then a hostile picture may speak through it."""

import json
import re
from typing import Any

from chatsite.pictures.flaws import BadImage, Flaw
from messaging.attachments.metadata.found import Found

MAX_SIDE = 100_000
BLURHASH = re.compile(r"[0-9A-Za-z#$%*+,\-.:;=?@\[\]^_{|}~]{6,40}")


def parsed(data: bytes) -> dict[str, Any]:
    """Return the facts.

    Raises:
        BadImage: there are none.
    """
    try:
        facts = json.loads(data)
    except (ValueError, RecursionError):
        raise BadImage(Flaw.DAMAGED) from None
    require(isinstance(facts, dict))
    return dict(facts)


def removed(facts: dict[str, Any]) -> list[str]:
    """Return the names of the metadata that the file had."""
    names = facts.get("removed")
    require(isinstance(names, list) and set(names) <= set(Found))
    return [str(name) for name in names or ()]


def side(value: object) -> int:
    """Return the length of a side in pixels."""
    require(type(value) is int and 0 < value <= MAX_SIDE)
    return int(str(value))


def blurhash(value: object) -> str:
    """Return a blurhash."""
    require(isinstance(value, str) and BLURHASH.fullmatch(value) is not None)
    return str(value)


def ranges(value: object, size: int) -> list[tuple[int, int]]:
    """Return parts of a file of ``size`` bytes."""
    require(isinstance(value, list))
    found = [(start, end) for start, end in value] if isinstance(value, list) else []
    require(all(type(start) is type(end) is int and 0 <= start <= end <= size for start, end in found))
    return found


def require(is_so: bool) -> None:  # noqa: FBT001 - reads as a sentence
    """Refuse the picture unless what is asked for is so."""
    if not is_so:
        raise BadImage(Flaw.DAMAGED)
