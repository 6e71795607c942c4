"""Where this package reads frames differently from other parsers, on purpose: the table in docs/socketio.md, as code.

Each deviation is asked about every text of a frame on which two verdicts differ, whether that is what explains it.
"""

import json
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from chatsite.socketio.options import Options
from chatsite.socketio.packets import MAX_ID, RESERVED_EVENTS

Explains = Callable[[str], bool]

READ, REFUSED = "read", "refused"
MAX_NESTING, MAX_ATTACHMENTS = Options().max_nesting, Options().max_attachments

BLANK = r"[\s\ufeff]"
HEAD = r"(?:[0-4]|[56][^-]*-)(?:/[^,]*,)?[0-9]*"
PACKET = re.compile(r"([0-4]|[56][0-9]+-)(/[^,]*,?)?([0-9]*)(.*)", re.DOTALL)
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")


@dataclass(frozen=True)
class Deviation:
    """``peer`` says ``theirs`` where this package says ``ours``, if the text ``explains`` it."""

    peer: str
    ours: str
    theirs: str
    explains: Explains


def stricter_than(peer: str, explains: Explains) -> Deviation:
    return Deviation(peer, REFUSED, READ, explains)


def laxer_than(peer: str, explains: Explains) -> Deviation:
    return Deviation(peer, READ, REFUSED, explains)


def unlike(peer: str, explains: Explains) -> Deviation:
    """Both read the frame, as something else."""
    return Deviation(peer, READ, READ, explains)


def begins(pattern: str) -> Explains:
    return lambda text: re.match(pattern, text, re.DOTALL) is not None


def contains(pattern: str) -> Explains:
    return lambda text: re.search(pattern, text, re.DOTALL) is not None


def lacks_its_payload(text: str) -> bool:
    match = PACKET.fullmatch(text)
    return match is not None and match[1][0] in "2356" and not match[4]


def has_another_payload(text: str) -> bool:
    match = PACKET.fullmatch(text)
    if match is None:
        return False
    try:
        value = json.loads(match[4])
    except ValueError:
        return False
    match {"5": "2", "6": "3"}.get(text[0], text[0]):
        case "0":
            return not isinstance(value, dict)
        case "2":
            return not (isinstance(value, list) and value and names_an_event(value[0]))
        case "3":
            return not isinstance(value, list)
        case "4":
            return not isinstance(value, dict | str)
    return True


def names_an_event(value: Any) -> bool:
    return value not in RESERVED_EVENTS if isinstance(value, str) else type(value) in {int, float}


def has_a_large_id(text: str) -> bool:
    match = PACKET.match(text)
    return match is not None and match[3] != "" and int(match[3][:1000]) > MAX_ID


def has_an_infinite_number(text: str) -> bool:
    return any(math.isinf(float(number)) for number in NUMBER.findall(text))


def is_deep(text: str) -> bool:
    return text.count("[") + text.count("{") > MAX_NESTING


def counts_otherwise(text: str) -> bool:
    """Tell whether a plain packet counts attachments, or a binary one none or too many."""
    match = re.match(r"[56]([0-9]*)(-?)", text)
    if match is None:
        return re.match(r"[0-4][0-9]+-", text) is not None
    return not match[2] or not match[1] or not 1 <= int(match[1][:1000]) <= MAX_ATTACHMENTS


def is_not_base64(text: str) -> bool:
    return text[:1] == "b" and not BASE64.fullmatch(text[1:])


def in_any_packet(explains: Explains) -> Explains:
    return lambda body: any(map(explains, body.split("\x1e")))


SOCKETIO = {
    "blank type": stricter_than("node", begins(rf"$|{BLANK}")),
    "blank in the id": stricter_than("node", begins(HEAD + BLANK)),
    "count of attachments": stricter_than("node", begins(r"[56](?![0-9]+-)[^-]*-")),
    "no payload": stricter_than("node", lacks_its_payload),
    "large id": stricter_than("node", has_a_large_id),
    "infinite number": stricter_than("node", has_an_infinite_number),
    "nesting": stricter_than("node", is_deep),
    "placeholder's number": stricter_than("node", contains(r'"num":\s*[0-9]+\.[0-9]')),
    "python: no payload": stricter_than("python", lambda text: not text or lacks_its_payload(text)),
    "python: payload": stricter_than("python", has_another_payload),
    "python: type": stricter_than("python", begins(r"[789]|[^\x00-\x7f]")),
    "python: count of attachments": stricter_than("python", counts_otherwise),
    "python: id": stricter_than(
        "python", lambda text: has_a_large_id(text) or begins(HEAD + r"(?![0-9])\d")(text)
    ),
    "python: infinite number": stricter_than(
        "python", lambda text: has_an_infinite_number(text) or contains("NaN|Infinity")(text)
    ),
    "python: long number": laxer_than("python", contains("[0-9]{101}")),
    "python: nesting": stricter_than("python", is_deep),
    "python: blank": stricter_than("python", begins(rf"{HEAD}[ \t\r\n]")),
    "python: query": unlike("python", begins(r"[0-6][0-9-]*/[^,]*\?")),
    "python: placeholder": stricter_than("python", contains('"_placeholder"')),
    "python: truth of a placeholder": laxer_than("python", contains('"_placeholder"')),
    "python: value of a placeholder": unlike("python", contains('"_placeholder"')),
}  # fmt: skip
ENGINEIO = {
    "base64": stricter_than("node", is_not_base64),
    "python: base64": stricter_than("python", is_not_base64),
    "python: engine type": stricter_than("python", begins(r"[789]|[^\x00-\x7f]")),
}
PAYLOAD = {name: replace(one, explains=in_any_packet(one.explains)) for name, one in ENGINEIO.items()} | {
    "python: empty payload": stricter_than("python", lambda body: not body),
    "python: many packets": laxer_than("python", lambda body: body.count("\x1e") >= 16),
}
EVERYWHERE = {"socketio": SOCKETIO, "engineio": ENGINEIO, "payload": PAYLOAD}


def explanation(kind: str, peer: str, ours: object, theirs: object, texts: list[str]) -> str | None:
    """Return the name of the deviation that explains two verdicts, or None."""
    verdicts = [REFUSED if read is None else READ for read in (ours, theirs)]
    for name, one in EVERYWHERE[kind].items():
        if [one.peer, one.ours, one.theirs] == [peer, *verdicts] and any(map(one.explains, texts)):
            return name
    return None
