"""The checker finds what was put there: a verdict without faults is worth something only then."""

from copy import deepcopy
from typing import Any

import pytest

from tests.chaos.checker import KINDS, verdict
from tests.chaos.client import History, Operation

SENT = ["send_message", "edit_message", "delete_message"]


def message(seq: int, **fields: Any) -> dict[str, Any]:
    return {"id": seq, "seq": seq, "version": seq, "content": f"text {seq}", "client_id": f"id {seq}"} | fields


def history(record: dict[int, dict[str, Any]]) -> History:
    """Return the log of a client that sent all of ``record``, and saw it."""
    return History(
        [
            Operation("send_message", one["content"], one["client_id"], {"ok": True, "message": one})
            for one in record.values()
        ],
        list(record),
        [],
        deepcopy(record),
        max(record),
    )


@pytest.fixture
def record() -> dict[int, dict[str, Any]]:
    """Return what the room holds."""
    return {seq: message(seq) for seq in range(3, 9)}


def kinds_of(found: dict[str, list[str]]) -> set[str]:
    return {kind for kind, lines in found.items() if lines}


def test_nothing_is_found_where_nothing_is_wrong(record):
    assert verdict([history(record)], record) == {kind: [] for kind in KINDS}


def test_what_was_acknowledged_and_is_gone_is_lost(record):
    log = history(record)
    del record[5], log.held[5]
    assert kinds_of(verdict([log], record)) == {"lost"}


@pytest.mark.parametrize("event", SENT)
def test_a_change_that_was_acknowledged_and_is_gone_is_lost(record, event):
    log = history(record)
    log.operations = [Operation(event, "5", None, {"ok": True, "message": message(5, version=9)})]
    assert kinds_of(verdict([log], record)) == {"lost"}


@pytest.mark.parametrize("client_id", ["id 5", None])
def test_a_message_that_is_stored_twice_is_doubled(record, client_id):
    record[9] = message(9, content="text 5", client_id=client_id)
    log = history({seq: one for seq, one in record.items() if seq != 9})
    log.held = record
    assert kinds_of(verdict([log], record)) == {"doubled"}


def test_two_sends_acknowledged_as_one_message_are_doubled(record):
    log, other = history(record), history(record)
    other.operations = [Operation("send_message", "another", None, {"ok": True, "message": record[5]})]
    assert kinds_of(verdict([log, other], record)) == {"doubled"}


def test_a_younger_message_that_came_first_is_inverted(record):
    log = history(record)
    log.births = [3, 5, 4, 6, 7, 8]
    assert kinds_of(verdict([log], record)) == {"inverted"}


def test_sends_that_were_placed_the_other_way_round_are_inverted(record):
    log = history(record)
    log.operations.reverse()
    assert kinds_of(verdict([log], record)) == {"inverted"}


def test_a_client_that_lacks_a_message_or_holds_an_old_one_differs(record):
    lacking, stale = history(record), history(record)
    del lacking.held[6]
    record[7] = message(7, version=10)
    assert kinds_of(verdict([lacking], record)) == {"differing"}
    assert kinds_of(verdict([stale], record)) == {"differing"}


def test_an_update_of_what_was_unknown_differs(record):
    log = history(record)
    log.unknown_updates = [5]
    assert kinds_of(verdict([log], record)) == {"differing"}


def test_an_error_that_nothing_explains_is_refused_and_a_missing_answer_is_none(record):
    log = history(record)
    log.operations += [
        Operation("send_message", "x", None, {"ok": False, "error": {"code": "internal"}}),
        Operation("send_message", "y"),
    ]
    assert kinds_of(verdict([log], record)) == {"refused"}
