"""Which messages notify whom, and why not."""

from datetime import UTC, datetime, time, timedelta

import pytest

from messaging.notifications.deciding import (
    BETWEEN_MAILS,
    FRESH_FOR,
    MAIL_AFTER,
    News,
    Place,
    Reason,
    To,
    Wanted,
    Wishes,
    concern,
    why_no_mail,
    why_no_push,
)

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
EVERYTHING, MENTIONS, DIRECT = Wanted.EVERYTHING, Wanted.MENTIONS, Wanted.DIRECT
AT_FIRST = MENTIONS | DIRECT
NOTHING = Wanted(0)


def news(to: To = To.MESSAGE, **fields) -> News:
    return News(**{"version": 7, "at": NOON, "to": to, **fields})


@pytest.mark.parametrize(
    ("to", "place", "wanted", "reason"),
    [
        (To.MESSAGE, Place(), AT_FIRST, Reason.NOT_WANTED),
        (To.MESSAGE, Place(), EVERYTHING, None),
        (To.MESSAGE, Place(), NOTHING, Reason.NOT_WANTED),
        (To.MENTION, Place(), AT_FIRST, None),
        (To.REPLY, Place(), MENTIONS, None),
        (To.ROOM, Place(), MENTIONS, None),
        (To.MENTION, Place(), DIRECT, Reason.NOT_WANTED),
        (To.MENTION, Place(), EVERYTHING, None),
        (To.MESSAGE, Place(is_direct=True), DIRECT, None),
        (To.MESSAGE, Place(is_direct=True), MENTIONS, Reason.NOT_WANTED),
        (To.MENTION, Place(is_direct=True), MENTIONS, None),
        (To.MESSAGE, Place(level="mentions"), EVERYTHING, Reason.ROOM_MENTIONS_ONLY),
        (To.MENTION, Place(level="mentions"), AT_FIRST, None),
        (To.MESSAGE, Place(is_direct=True, level="mentions"), AT_FIRST, None),
        (To.MENTION, Place(level="nothing"), AT_FIRST, Reason.ROOM_SILENT),
        (To.MESSAGE, Place(is_direct=True, level="nothing"), EVERYTHING, Reason.ROOM_SILENT),
        (To.MENTION, Place(read_upto=7), AT_FIRST, Reason.READ),
        (To.MENTION, Place(read_upto=6), AT_FIRST, None),
        (To.MENTION, Place(may_read=False), AT_FIRST, Reason.NO_ACCESS),
    ],
)
def test_a_message_concerns_those_who_want_it(to, place, wanted, reason):
    assert concern(news(to), place, wanted) == reason


@pytest.mark.parametrize(
    ("field", "reason"), [("is_own", Reason.OWN), ("is_deleted", Reason.DELETED), ("is_by_blocked", Reason.BLOCKED)]
)
def test_some_messages_concern_no_one(field, reason):
    assert concern(news(To.MENTION, **{field: True}), Place(is_direct=True), EVERYTHING) == reason


def test_old_news_is_not_pushed():
    one = news(To.MENTION)
    assert why_no_push(one, Place(), Wishes(), NOON + FRESH_FOR - timedelta(seconds=1)) is None
    assert why_no_push(one, Place(), Wishes(), NOON + FRESH_FOR) == Reason.TOO_OLD


def test_a_pause_ends():
    wishes = Wishes(paused_until=NOON + timedelta(hours=1))
    assert why_no_push(news(To.MENTION), Place(), wishes, NOON) == Reason.PAUSED
    assert why_no_push(news(To.MENTION), Place(), wishes, NOON + timedelta(minutes=59)) == Reason.PAUSED
    assert wishes.silence(NOON) == (Reason.PAUSED, NOON + timedelta(hours=1))
    assert wishes.silence(NOON + timedelta(hours=1)) is None


def test_mail_waits_and_does_not_come_too_often():
    one, due = news(To.MENTION), NOON + MAIL_AFTER
    assert why_no_mail(one, Place(), Wishes(), due - timedelta(seconds=1)) == Reason.TOO_EARLY
    assert why_no_mail(one, Place(), Wishes(), due) is None
    assert why_no_mail(one, Place(), Wishes(), due, mailed_at=due - timedelta(minutes=59)) == Reason.MAILED_RECENTLY
    assert why_no_mail(one, Place(), Wishes(), due, mailed_at=due - BETWEEN_MAILS) is None
    assert why_no_mail(one, Place(read_upto=7), Wishes(), due) == Reason.READ
    assert why_no_mail(one, Place(), Wishes(mail_for=NOTHING), due) == Reason.NOT_WANTED
    assert why_no_mail(one, Place(), Wishes(paused_until=due + timedelta(1)), due) == Reason.PAUSED


NIGHT = Wishes(quiet_from=time(22), quiet_to=time(7), time_zone="Europe/Berlin")


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        (datetime(2026, 6, 1, 19, 59, tzinfo=UTC), None),
        (datetime(2026, 6, 1, 20, 0, tzinfo=UTC), datetime(2026, 6, 2, 5, tzinfo=UTC)),
        (datetime(2026, 6, 2, 4, 59, tzinfo=UTC), datetime(2026, 6, 2, 5, tzinfo=UTC)),
        (datetime(2026, 6, 2, 5, 0, tzinfo=UTC), None),
        (datetime(2026, 12, 1, 20, 59, tzinfo=UTC), None),
        (datetime(2026, 12, 1, 21, 0, tzinfo=UTC), datetime(2026, 12, 2, 6, tzinfo=UTC)),
        # The night of 29 March has no hour from 2 to 3: the quiet hours are one hour shorter.
        (datetime(2026, 3, 28, 21, 0, tzinfo=UTC), datetime(2026, 3, 29, 5, tzinfo=UTC)),
        # That of 25 October has it twice.
        (datetime(2026, 10, 24, 20, 0, tzinfo=UTC), datetime(2026, 10, 25, 6, tzinfo=UTC)),
    ],
)
def test_quiet_hours_follow_the_clocks_of_the_zone(moment, until):
    assert NIGHT.quiet_until(moment) == until
    assert NIGHT.silence(moment) == ((Reason.QUIET_HOURS, until) if until else None)


def test_quiet_hours_end_once_where_an_hour_comes_twice():
    wishes = Wishes(quiet_from=time(22), quiet_to=time(2, 30), time_zone="Europe/Berlin")
    end = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 2:30 for the first time
    assert wishes.quiet_until(end - timedelta(minutes=1)) == end
    assert wishes.quiet_until(end + timedelta(minutes=40)) is None  # 2:10 for the second


def test_quiet_hours_within_a_day():
    wishes = Wishes(quiet_from=time(13), quiet_to=time(14), time_zone="Asia/Kolkata")
    assert wishes.quiet_until(datetime(2026, 6, 1, 7, 29, tzinfo=UTC)) is None
    assert wishes.quiet_until(datetime(2026, 6, 1, 7, 30, tzinfo=UTC)) == datetime(2026, 6, 1, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc"])
def test_without_a_zone_quiet_hours_are_in_utc(zone):
    wishes = Wishes(quiet_from=time(11), quiet_to=time(13), time_zone=zone)
    assert wishes.quiet_until(NOON) == NOON + timedelta(hours=1)


@pytest.mark.parametrize("ends", [(None, None), (time(22), None), (None, time(7)), (time(7), time(7))])
def test_quiet_hours_need_two_ends(ends):
    wishes = Wishes(quiet_from=ends[0], quiet_to=ends[1])
    assert all(wishes.quiet_until(NOON + timedelta(hours=hour)) is None for hour in range(24))


def test_names_and_bits_are_the_same():
    assert Wanted.named(["direct", "mentions"]).names == ["mentions", "direct"]
    assert (~Wanted(0)).names == ["mentions", "direct", "everything"]
    assert Wanted(0).names == []
