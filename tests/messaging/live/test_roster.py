"""Who is online, merged from several processes. The clock is an argument."""

import pytest

from messaging.live.roster import Roster


def person(number: int, name: str = "") -> dict:
    return {"id": number, "name": name or f"Person {number}", "avatar_url": None}


@pytest.fixture
def roster() -> Roster:
    return Roster(grace_s=5, lease_s=15)


def came(roster: Roster) -> list[int]:
    return [user["id"] for user in roster.difference().online]


def test_five_tabs_are_one_person(roster):
    for _ in range(5):
        roster.connected(person(1))
    assert came(roster) == [1]
    assert len(roster.difference()) == 0


def test_a_person_is_gone_after_the_grace_of_their_last_connection(roster):
    roster.connected(person(1))
    roster.connected(person(1))
    roster.difference()
    roster.disconnected(1, now=100)
    roster.expire(now=200)
    assert len(roster.difference()) == 0
    roster.disconnected(1, now=200)
    roster.expire(now=204.9)
    assert len(roster.difference()) == 0
    roster.expire(now=205)
    assert roster.difference().offline == (1,)


def test_a_reload_shows_nothing(roster):
    roster.connected(person(1))
    roster.difference()
    roster.disconnected(1, now=0)
    roster.connected(person(1))
    roster.expire(now=100)
    assert len(roster.difference()) == 0


def test_a_disconnect_without_a_connection_changes_nothing(roster):
    roster.disconnected(1, now=0)
    assert roster.expire(now=100) == []


def test_a_person_here_and_elsewhere_stays_until_both_are_gone(roster):
    roster.connected(person(1))
    roster.peer_state("b", revision=1, people=[person(1)], now=0)
    assert came(roster) == [1]
    roster.disconnected(1, now=0)
    roster.expire(now=10)
    assert len(roster.difference()) == 0
    roster.peer_changed("b", revision=2, online=[], offline=[1], now=10)
    assert roster.difference().offline == (1,)


def test_a_killed_process_lapses_as_a_whole(roster):
    roster.peer_state("b", revision=1, people=[person(1), person(2)], now=0)
    roster.difference()
    roster.expire(now=14.9)
    assert len(roster.difference()) == 0
    roster.expire(now=15)
    assert sorted(roster.difference().offline) == [1, 2]


def test_a_digest_renews_the_lease(roster):
    roster.peer_state("b", revision=1, people=[person(1)], now=0)
    assert roster.peer_digest("b", revision=1, now=10) is False
    roster.expire(now=20)
    assert 1 in roster.online()


def test_a_missed_difference_asks_for_the_full_state(roster):
    roster.peer_state("b", revision=1, people=[person(1)], now=0)
    assert roster.peer_changed("b", revision=3, online=[person(3)], offline=[], now=1) is True
    assert roster.peer_digest("b", revision=3, now=1) is True
    roster.peer_state("b", revision=3, people=[person(2), person(3)], now=2)
    assert sorted(roster.online()) == [2, 3]


def test_an_unknown_process_is_asked_for_its_state(roster):
    assert roster.peer_changed("b", revision=9, online=[person(1)], offline=[], now=0) is True
    assert roster.peer_digest("c", revision=1, now=0) is True


def test_an_old_state_never_replaces_a_newer_one(roster):
    roster.peer_state("b", revision=5, people=[person(1)], now=0)
    roster.peer_state("b", revision=4, people=[person(2)], now=0)
    assert list(roster.online()) == [1]


def test_a_repeated_difference_changes_nothing(roster):
    roster.peer_state("b", revision=5, people=[person(1)], now=0)
    assert roster.peer_changed("b", revision=5, online=[person(2)], offline=[], now=0) is False
    assert list(roster.online()) == [1]
