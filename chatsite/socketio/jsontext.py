"""JSON as the wire needs it: strict, bounded, and always encodable as UTF-8."""

import json
import math
import re
from itertools import accumulate
from typing import Any, NoReturn

from chatsite.socketio.errors import LimitExceeded, MalformedPacket

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"')
_MAX_SAFE_DIGITS = 308  # with the sign; a longer integer may be beyond the largest double
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STEPS = bytes.maketrans(b"[{]}", b"\x01\x01\xff\xff")  # +1 and -1 as signed bytes


def loads(text: str, *, max_nesting: int) -> Any:
    """Parse ``text``, which starts with its value: the specification knows no blanks before a payload.

    Raises:
        MalformedPacket: not JSON (RFC 8259), or a number that is no finite double.
        LimitExceeded: nested deeper than ``max_nesting``.
    """
    try:
        value = _DECODER.decode(text)
    except RecursionError:
        raise LimitExceeded("nested too deeply") from None
    except ValueError:
        raise MalformedPacket("invalid JSON") from None
    # Counting brackets is cheap and settles nearly every packet.
    if text.count("[") + text.count("{") > max_nesting and _is_deeper(text, max_nesting):
        raise LimitExceeded("nested too deeply")
    return value


def dumps(value: Any, attachments: list[bytes]) -> str:
    """Return ``value`` as JSON; binary values move to ``attachments`` and leave a placeholder.

    Raises:
        TypeError, ValueError: the application's value can't be sent (unknown type, NaN, a cycle).
    """

    def extract(item: object) -> dict[str, object]:
        if not isinstance(item, bytes | bytearray | memoryview):
            raise TypeError(f"{type(item).__name__} can't be sent")
        attachments.append(bytes(item))
        return {"_placeholder": True, "num": len(attachments) - 1}

    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=extract)
    if not text.isascii() and _LONE_SURROGATE.search(text):
        text = _LONE_SURROGATE.sub(lambda half: f"\\u{ord(half.group()):04x}", text)
    return text


def _finite(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise ValueError("not a finite number")
    return value


def _bounded(digits: str) -> int:
    if len(digits) > _MAX_SAFE_DIGITS:
        _finite(digits)
    return int(digits)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(parse_float=_finite, parse_int=_bounded, parse_constant=_refuse_constant)


def _is_deeper(text: str, limit: int) -> bool:
    """Tell whether ``text``, valid JSON, is nested deeper than ``limit``. At C speed: 64 KiB of brackets take 2 ms."""
    outside_strings = _STRING.sub("", text).encode()
    steps = memoryview(outside_strings.translate(_STEPS, _NO_BRACKETS)).cast("b")
    return max(accumulate(steps), default=0) > limit
