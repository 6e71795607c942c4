"""The order of a room's changes: strings of notifications in, deliveries out. No database, no loop."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatsite.contract.events import ServerEvent
from chatsite.realtime import RoomChange
from messaging.live.feed import Feed, Recording


def change(version: int) -> RoomChange:
    return RoomChange(1, version, ServerEvent.NEW_MESSAGE, {"version": version})


def versions(deliveries) -> list[int]:
    return [delivery.change.version for delivery in deliveries]


@pytest.fixture
def feed() -> Feed:
    return Feed(1, head=10)


def test_the_next_change_goes_straight_out(feed):
    (delivery,) = feed.receive(change(11))
    assert (delivery.prev_version, delivery.change.version, feed.head) == (10, 11, 11)


def test_a_stale_change_is_dropped(feed):
    assert feed.receive(change(10)) == []
    assert not feed.is_behind


def test_a_repeated_change_goes_out_once(feed):
    feed.receive(change(11))
    assert feed.receive(change(11)) == []


def test_changes_that_overtook_each_other_go_out_in_order(feed):
    assert feed.receive(change(12)) == []
    assert feed.is_behind
    assert versions(feed.receive(change(11))) == [11, 12]
    assert not feed.is_behind


def test_a_gap_is_filled_from_the_database(feed):
    feed.receive(change(14))
    assert versions(feed.fill([change(12), change(13)], version=13)) == [12, 13, 14]
    assert feed.head == 14


def test_the_previous_version_of_a_filled_change_is_what_was_delivered_before(feed):
    feed.notice(15)
    deliveries = feed.fill([change(12), change(15)], version=15)
    assert [delivery.prev_version for delivery in deliveries] == [10, 12]


def test_a_fill_without_rows_still_moves_the_head(feed):
    feed.notice(12)
    assert feed.fill([], version=12) == []
    assert (feed.head, feed.is_behind) == (12, False)


def test_a_recording_holds_what_a_page_read_meanwhile_may_miss(feed):
    recording = Recording()
    feed.recordings.append(recording)
    feed.receive(change(11))
    feed.receive(change(12))
    assert versions(recording.after(11)) == [12]


def test_what_waits_is_bounded(feed):
    for version in range(12, 3_000):
        feed.receive(change(version))
    assert len(feed.pending) <= 1_000
    assert feed.is_behind


@given(st.permutations(range(11, 31)), st.sets(st.integers(11, 30)), st.data())
def test_whatever_the_order_and_the_losses_each_change_goes_out_once_and_in_order(order, lost, data):
    feed = Feed(1, head=10)
    out = []
    for version in order:
        if version not in lost:
            out += feed.receive(change(version))
        if feed.is_behind and data.draw(st.booleans()):
            committed = feed.known
            out += feed.fill([change(v) for v in range(feed.head + 1, committed + 1)], committed)
    feed.notice(30)
    out += feed.fill([change(v) for v in range(feed.head + 1, 31)], 30)
    assert versions(out) == list(range(11, 31))
    assert [delivery.prev_version for delivery in out] == list(range(10, 30))
