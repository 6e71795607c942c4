"""Quiet hours are stretches of the person's own day, also where clocks are put forward or back."""

from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from messaging.notifications.deciding import Reason, Wishes

ZONES = [
    "UTC",
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/St_Johns",  # half an hour off
    "Africa/Cairo",  # changes at midnight
    "Asia/Beirut",  # changes at midnight
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Australia/Lord_Howe",  # changes by half an hour
    "Antarctica/Troll",  # changes by two hours
    "Pacific/Auckland",
    "Pacific/Chatham",  # changes at 2:45
    "Pacific/Kiritimati",
]
FIRST, LAST = datetime(2025, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@cache
def changes(name: str) -> tuple[tuple[datetime, timedelta], ...]:
    """Return when a zone's clocks change, and by how much."""
    zone, found, moment = ZoneInfo(name), [], FIRST
    while moment < LAST:
        before, after = (at.astimezone(zone).utcoffset() for at in (moment, moment + DAY))
        if before != after:
            low, high = moment, moment + DAY
            while high - low > MINUTE:
                middle = low + (high - low) // MINUTE // 2 * MINUTE
                low, high = (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
            found.append((high, after - before))
        moment += DAY
    return tuple(found)


def shifted_near(name: str, now: datetime) -> timedelta:
    """Return by how much the clocks change within two days of ``now``."""
    return next((abs(shift) for at, shift in changes(name) if abs(at - now) < 2 * DAY), timedelta())


def shows_quiet(now: datetime, wishes: Wishes) -> bool:
    """Compare what a clock on the wall shows, as a person would."""
    clock = now.astimezone(ZoneInfo(wishes.time_zone)).time().replace(tzinfo=None)
    begin, end = wishes.quiet_from, wishes.quiet_to
    return begin <= clock < end if begin < end else clock >= begin or clock < end


@st.composite
def moments(draw, name: str) -> datetime:
    """Draw a moment; often one near a change of the clocks."""
    around = [at for at, _shift in changes(name)]
    if around and draw(st.booleans()):
        return draw(st.sampled_from(around)) + draw(st.integers(-1_600, 1_600)) * MINUTE
    return FIRST + draw(st.integers(0, (LAST - FIRST) // MINUTE - 1)) * MINUTE


clocks = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))


@st.composite
def nights(draw):
    """Draw quiet hours somewhere on Earth, and a moment."""
    name = draw(st.sampled_from(ZONES))
    begin, end = draw(clocks), draw(clocks)
    return draw(moments(name)), Wishes(quiet_from=begin, quiet_to=end, time_zone=name)


def test_there_are_changes_to_look_at():
    assert all(
        changes(name) for name in ZONES if name not in {"UTC", "Asia/Kathmandu", "Asia/Tehran", "Pacific/Kiritimati"}
    )
    assert {shift for name in ZONES for _at, shift in changes(name)} >= {timedelta(minutes=30), timedelta(hours=2)}


@given(nights())
def test_away_from_a_change_they_are_what_the_clock_shows(night):
    now, wishes = night
    if wishes.quiet_from == wishes.quiet_to:
        assert wishes.quiet_until(now) is None
    elif not shifted_near(wishes.time_zone, now):
        assert (wishes.quiet_until(now) is not None) == shows_quiet(now, wishes)


@given(nights())
def test_near_a_change_they_differ_from_the_clock_for_as_long_as_it_is_changed_at_most(night):
    """A moment whose clock, an hour (or the change) before and after, shows the same, is not in doubt."""
    now, wishes = night
    shift = shifted_near(wishes.time_zone, now)
    if not shift or wishes.quiet_from == wishes.quiet_to:
        return
    seen = {shows_quiet(now + minutes * MINUTE, wishes) for minutes in range(-shift // MINUTE, shift // MINUTE + 1)}
    if len(seen) == 1:
        assert (wishes.quiet_until(now) is not None) == seen.pop()


@given(nights())
def test_they_end_and_are_over_then(night):
    now, wishes = night
    end = wishes.quiet_until(now)
    if end is None:
        return
    assert now < end <= now + DAY + timedelta(hours=2)
    assert wishes.quiet_until(end) is None
    assert wishes.quiet_until(end - MINUTE) == end
    shown = end.astimezone(ZoneInfo(wishes.time_zone)).time()
    assert shown == wishes.quiet_to or shifted_near(wishes.time_zone, now)


@given(st.sampled_from(ZONES), st.data())
def test_each_day_has_them_once(name, data):
    """Over a week they begin seven times, or once less or more at its edges, and last as long as the clock says."""
    begin, end = data.draw(clocks), data.draw(clocks)
    if begin == end:
        return
    wishes = Wishes(quiet_from=begin, quiet_to=end, time_zone=name)
    start = data.draw(moments(name))
    length = (datetime.combine(FIRST, end) - datetime.combine(FIRST, begin)) % DAY
    ends: set[datetime] = set()
    now = start
    while now < start + 7 * DAY:
        if until := wishes.quiet_until(now):
            ends.add(until)
            now = until
        else:
            now += 15 * MINUTE
    hidden = shifted_near(name, start) or any(start < at < start + 9 * DAY for at, _ in changes(name))
    assert 6 <= len(ends) <= 8 or (hidden and length <= timedelta(hours=2))


@pytest.mark.parametrize(
    ("zone", "now", "until"),
    [
        # Clocks go back at 3:00 on 25 October 2026: the night from 22:00 to 7:00 has ten hours.
        ("Europe/Berlin", "2026-10-24T20:00Z", "2026-10-25T06:00Z"),
        ("Europe/Berlin", "2026-10-25T05:59Z", "2026-10-25T06:00Z"),
        ("Europe/Berlin", "2026-10-25T06:00Z", None),
        # They go forward at 2:00 on 29 March 2026: eight hours.
        ("Europe/Berlin", "2026-03-28T21:00Z", "2026-03-29T05:00Z"),
        ("Europe/Berlin", "2026-03-29T05:00Z", None),
        ("America/New_York", "2026-11-01T03:00Z", "2026-11-01T12:00Z"),
        ("America/New_York", "2026-03-08T10:59Z", "2026-03-08T11:00Z"),
        ("Pacific/Auckland", "2026-09-26T12:00Z", "2026-09-26T18:00Z"),
        ("Asia/Kolkata", "2026-06-10T16:30Z", "2026-06-11T01:30Z"),
    ],
)
def test_nights_in_which_clocks_change(zone, now, until):
    wishes = Wishes(quiet_from=time(22), quiet_to=time(7), time_zone=zone)
    found = wishes.quiet_until(datetime.fromisoformat(now))
    assert found == (datetime.fromisoformat(until) if until else None)


def test_an_end_that_comes_twice_is_the_first():
    wishes = Wishes(quiet_from=time(22), quiet_to=time(2, 30), time_zone="Europe/Berlin")
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    assert wishes.quiet_until(first - MINUTE) == first
    assert wishes.quiet_until(second - MINUTE) is None


def test_an_unknown_zone_is_utc():
    wishes = Wishes(quiet_from=time(22), quiet_to=time(7), time_zone="Mars/Olympus")
    assert wishes.quiet_until(datetime(2026, 6, 10, 23, tzinfo=UTC)) == datetime(2026, 6, 11, 7, tzinfo=UTC)


@given(nights(), st.integers(-3_000, 3_000))
@example((datetime(2026, 6, 10, 23, tzinfo=UTC), Wishes(quiet_from=time(22), quiet_to=time(7), time_zone="UTC")), 60)
def test_a_pause_comes_before_quiet_hours_and_ends_by_itself(night, minutes):
    now, wishes = night
    paused = Wishes(
        quiet_from=wishes.quiet_from,
        quiet_to=wishes.quiet_to,
        time_zone=wishes.time_zone,
        paused_until=now + minutes * MINUTE,
    )
    if minutes > 0:
        assert paused.silence(now) == (Reason.PAUSED, now + minutes * MINUTE)
    else:
        assert paused.silence(now) == wishes.silence(now)
