"""The rules over all that can be: what must never notify anyone, and what more wishes can only add."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from messaging.notifications.deciding import (
    ADDRESSED,
    BETWEEN_MAILS,
    FRESH_FOR,
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
from rooms.models import Membership

NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)
ages = st.timedeltas(timedelta(0), timedelta(days=3))
messages = st.builds(
    News,
    version=st.integers(1, 4),
    at=ages.map(lambda age: NOW - age),
    to=st.sampled_from(To),
    is_own=st.booleans(),
    is_deleted=st.booleans(),
    is_by_blocked=st.booleans(),
)
places = st.builds(
    Place,
    is_direct=st.booleans(),
    level=st.sampled_from([str(level) for level in Membership.Notify]),
    read_upto=st.integers(0, 4),
    may_read=st.booleans(),
)
wants = st.integers(0, 7).map(Wanted)
clocks = st.none() | st.times()
wishes = st.builds(
    Wishes,
    push_for=wants,
    mail_for=wants,
    mail_after=st.timedeltas(timedelta(minutes=1), timedelta(days=7)),
    quiet_from=clocks,
    quiet_to=clocks,
    time_zone=st.sampled_from(["", "Asia/Tokyo", "America/Los_Angeles"]),
    paused_until=st.none() | ages.map(lambda age: NOW + age) | ages.map(lambda age: NOW - age),
)
mailed = st.none() | ages.map(lambda age: NOW - age)


def expected(news: News, place: Place, wanted: Wanted) -> bool:
    """Say the rules in one sentence, as a person would."""
    if news.is_own or news.is_deleted or news.is_by_blocked or not place.may_read or place.read_upto >= news.version:
        return False
    addressed, level = news.to in ADDRESSED, place.level
    wishes_it = (
        Wanted.EVERYTHING in wanted
        or (Wanted.DIRECT in wanted and place.is_direct)
        or (Wanted.MENTIONS in wanted and addressed)
    )
    room_lets_it = level == "everything" or (level == "mentions" and (addressed or place.is_direct))
    return wishes_it and room_lets_it


@given(messages, places, wants)
def test_a_message_concerns_exactly_those_it_should(news, place, wanted):
    assert (concern(news, place, wanted) is None) == expected(news, place, wanted)


@given(messages, places, wishes, mailed)
def test_what_was_read_or_is_of_no_concern_neither_pushes_nor_mails(news, place, wishes, mailed_at):
    if not expected(news, place, wishes.push_for):
        assert why_no_push(news, place, wishes, NOW) is not None
    if not expected(news, place, wishes.mail_for):
        assert why_no_mail(news, place, wishes, NOW, mailed_at=mailed_at) is not None


@given(messages, places, wishes, mailed)
def test_each_reason_is_true(news, place, wishes, mailed_at):
    facts = {
        Reason.OWN: news.is_own,
        Reason.DELETED: news.is_deleted,
        Reason.NO_ACCESS: not place.may_read,
        Reason.BLOCKED: news.is_by_blocked,
        Reason.READ: news.version <= place.read_upto,
        Reason.ROOM_SILENT: place.level == "nothing",
        Reason.ROOM_MENTIONS_ONLY: place.level == "mentions" and news.to == To.MESSAGE,
        Reason.PAUSED: wishes.paused_until is not None and wishes.paused_until > NOW,
        Reason.QUIET_HOURS: wishes.quiet_until(NOW) is not None,
        Reason.TOO_OLD: NOW - news.at >= FRESH_FOR,
        Reason.TOO_EARLY: NOW - news.at < wishes.mail_after,
        Reason.MAILED_RECENTLY: mailed_at is not None and NOW - mailed_at < BETWEEN_MAILS,
    }
    push, mail = why_no_push(news, place, wishes, NOW), why_no_mail(news, place, wishes, NOW, mailed_at=mailed_at)
    for reason in {push, mail} - {None, Reason.NOT_WANTED}:
        assert facts[reason], reason
    if mail is None:
        assert not any(is_so for reason, is_so in facts.items() if reason != Reason.TOO_OLD)
    if push is None:
        assert not any(facts[reason] for reason in facts.keys() - {Reason.TOO_EARLY, Reason.MAILED_RECENTLY})


@given(messages, places, wants, wants)
def test_wanting_more_loses_nothing(news, place, some, more):
    if concern(news, place, some) is None:
        assert concern(news, place, some | more) is None


@given(messages, places, wishes, mailed, ages)
def test_a_mail_that_is_due_stays_due_until_it_is_read_but_for_quiet_hours(news, place, wishes, mailed_at, later):
    open_all_day = replace(wishes, quiet_from=None, quiet_to=None)
    if why_no_mail(news, place, open_all_day, NOW, mailed_at=mailed_at) is None:
        assert why_no_mail(news, place, open_all_day, NOW + later, mailed_at=mailed_at) is None
        read = replace(place, read_upto=news.version)
        assert why_no_mail(news, read, open_all_day, NOW + later, mailed_at=mailed_at) == Reason.READ


@given(messages, places, wishes, mailed)
def test_every_refusal_for_now_ends(news, place, wishes, mailed_at):
    """Someone who gets no mail now only because of the time gets it within the longest of all waits together."""
    if concern(news, place, wishes.mail_for) is None:
        hours = range(int((timedelta(days=7) + timedelta(days=3) + timedelta(days=2)) / timedelta(hours=1)))
        moments = (NOW + timedelta(hours=hour, minutes=7) for hour in hours)
        always_quiet = wishes.quiet_from is not None and wishes.quiet_to is not None
        assert always_quiet or any(
            why_no_mail(news, place, wishes, moment, mailed_at=mailed_at) is None for moment in moments
        )
