"""Ids that commit out of order: none is lost, none read twice."""

from hypothesis import given
from hypothesis import strategies as st

from messaging.notifications.gaps import LATE_S, MAX_GAPS, Gap, Position


def test_what_is_missing_between_ids_is_a_gap():
    position = Position(10).after([11, 14, 15, 17], [], now=1.0)
    assert position == Position(17, (Gap(12, 13, 1.0), Gap(16, 16, 1.0)))
    assert Position.restored(17, position.stored) == position


def test_a_gap_is_filled_in_parts():
    position = Position(10).after([20], [], now=1.0)
    position = position.after([], [15], now=2.0)
    assert position.gaps == (Gap(11, 14, 1.0), Gap(16, 19, 1.0))
    assert position.after([], [11, 12, 13, 14, 16, 17, 18, 19], now=3.0) == Position(20)


def test_a_gap_ends_after_a_while():
    position = Position(10).after([12], [], now=1.0)
    assert position.after([], [], now=LATE_S).gaps == (Gap(11, 11, 1.0),)
    assert position.after([], [], now=1.0 + LATE_S).gaps == ()


def test_gaps_are_bounded_and_the_oldest_go():
    position = Position(0).after(list(range(2, 4 * MAX_GAPS, 2)), [], now=1.0)
    assert len(position.gaps) == MAX_GAPS
    assert position.gaps[-1].last == 4 * MAX_GAPS - 3


@given(st.permutations(range(1, 13)), st.lists(st.integers(1, 4), max_size=8))
def test_every_id_is_read_once_whatever_the_order_of_commits(order, steps):
    """Commit ids in any order, reading after some of them: each is read exactly once."""
    position, committed, read = Position(), set(), []
    waiting = list(order)
    for count in [*steps, len(waiting)]:
        committed |= set(waiting[:count])
        waiting = waiting[count:]
        new = sorted(one for one in committed if one > position.last)
        filled = sorted(one for one in committed if any(gap.first <= one <= gap.last for gap in position.gaps))
        position = position.after(new, filled, now=1.0)
        read += [*new, *filled]
    assert sorted(read) == sorted(order)
