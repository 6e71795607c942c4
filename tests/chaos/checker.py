"""Compares, when all is over, what clients logged with what the room holds: promises P1 to P5, offline."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from tests.chaos.client import History, Operation

Messages = dict[int, dict[str, Any]]
KINDS = ("lost", "doubled", "inverted", "differing", "refused")
# What a person who edits or deletes meets when it is done already.
EXPECTED = {"conflict", "unavailable"}


def verdict(histories: Sequence[History], record: Messages) -> dict[str, list[str]]:
    """Return what went wrong, by kind, with a line for each case."""
    operations = [operation for history in histories for operation in history.operations]
    return {
        "lost": list(_lost(operations, record)),
        "doubled": list(_doubled(operations, record)),
        "inverted": [line for history in histories for line in _inverted(history)],
        "differing": [line for history in histories for line in _differing(history, record)],
        "refused": list(_refused(operations)),
    }


def _done(operations: Iterable[Operation], event: str) -> Iterable[tuple[Operation, dict[str, Any]]]:
    for operation in operations:
        if operation.event == event and operation.answer and operation.answer["ok"]:
            yield operation, operation.answer["message"]


def _lost(operations: Sequence[Operation], record: Messages) -> Iterable[str]:
    """What was acknowledged is there: each message, and each change, or a later one."""
    for event in ("send_message", "edit_message", "delete_message"):
        for operation, message in _done(operations, event):
            stored = record.get(message["seq"])
            if stored is None or stored["id"] != message["id"] or stored["version"] < message["version"]:
                yield f"{event} {operation.content}: acknowledged as {message['seq']}, stored is {stored}"


def _doubled(operations: Sequence[Operation], record: Messages) -> Iterable[str]:
    """A message that was sent once, or repeated with its ``client_id``, is stored once."""
    counted = Counter(message["client_id"] for message in record.values() if message["client_id"])
    counted += Counter(message["content"] for message in record.values() if message["content"])
    for operation in operations:
        for key in {operation.client_id, operation.content} - {None}:
            if operation.event == "send_message" and counted[key] > 1:
                yield f"{operation.content}: stored {counted[key]} times"
    places = Counter(message["seq"] for _, message in _done(operations, "send_message"))
    yield from (f"{seq}: acknowledged to {count} sends" for seq, count in places.items() if count > 1)


def _inverted(history: History) -> Iterable[str]:
    """New messages come in ``seq`` order; what is acknowledged later is placed later."""
    yield from (f"seq {after} came after {before}" for before, after in pairwise(history.births) if after <= before)
    seqs = [message["seq"] for operation, message in _done(history.operations, "send_message")]
    yield from (f"sent after {before}, placed at {after}" for before, after in pairwise(seqs) if after <= before)


def _differing(history: History, record: Messages) -> Iterable[str]:
    """A client that applied events holds what a fresh fetch shows, from its oldest message on."""
    yield from (f"seq {seq} was updated before it was known" for seq in history.unknown_updates)
    oldest = min(history.held, default=0)
    shown = {seq: message for seq, message in record.items() if seq >= oldest}
    for seq in sorted(shown.keys() | history.held.keys()):
        if shown.get(seq) != history.held.get(seq):
            yield f"seq {seq}: stored {shown.get(seq)}, held {history.held.get(seq)}"


def _refused(operations: Sequence[Operation]) -> Iterable[str]:
    for operation in operations:
        if operation.answer and not operation.answer["ok"] and operation.answer["error"]["code"] not in EXPECTED:
            yield f"{operation.event} {operation.content}: {operation.answer['error']}"
