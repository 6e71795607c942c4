"""Hosts that are slow or dead, by themselves."""

import pytest

from chatsite.web import receivers
from chatsite.web.outgoing import Answer
from chatsite.web.receivers import (
    FAILURES_UNTIL_PAUSED,
    JOBS_PER_HOST,
    MAX_RETRY_AFTER_S,
    SLOW_S,
    Hosts,
    retry_after_s,
)


def test_a_host_has_room_for_a_few_jobs_and_others_are_not_touched():
    hosts = Hosts()
    hosts.note("a", is_well=True)
    turns = [hosts.turn("a") for _ in range(JOBS_PER_HOST + 1)]
    assert [turn.__enter__() for turn in turns] == [True] * JOBS_PER_HOST + [False]
    with hosts.turn("b") as is_free:
        assert is_free
    for turn in turns:  # the one that was turned away ends last, when the others are gone
        turn.__exit__(None, None, None)
    with hosts.turn("a") as is_free:
        assert is_free


def test_a_host_that_fails_again_and_again_is_left_alone_until_it_answers():
    hosts = Hosts()
    for _ in range(FAILURES_UNTIL_PAUSED - 1):
        hosts.note("a", is_well=False)
    assert hosts.pause_left_s("a") == 0
    hosts.note("a", is_well=False)
    assert hosts.pause_left_s("a") > 0
    assert hosts.pause_left_s("b") == 0
    hosts.note("a", is_well=True)
    assert hosts.pause_left_s("a") == 0


def test_hosts_that_do_not_answer_share_one_job_and_leave_room_for_those_that_do():
    hosts = Hosts()
    hosts.note("well", is_well=True)
    hosts.note("failing", is_well=True)
    hosts.note("failing", is_well=False)
    with hosts.turn("dead") as first, hosts.turn("failing") as second, hosts.turn("well") as third:
        assert (first, second, third) == (True, False, True)
    with hosts.turn("failing") as is_free:
        assert is_free


def test_hosts_that_answer_slowly_share_one_job_and_leave_room_for_quick_ones():
    hosts = Hosts()
    for host in ("quick", "slow", "slower"):
        hosts.note(host, is_well=True, took_s=SLOW_S)
    for host in ("slow", "slower"):
        hosts.note(host, is_well=True, took_s=SLOW_S + 0.1)
        hosts.note(host, is_well=True)  # one quick answer does not end it
    with hosts.turn("slow") as first, hosts.turn("slower") as second, hosts.turn("quick") as third:
        assert (first, second, third) == (True, False, True)


def test_of_hosts_that_become_slow_in_their_jobs_only_one_goes_on():
    hosts = Hosts()
    hosts.note("a", is_well=True)
    with hosts.turn("a") as first, hosts.turn("a") as second:
        assert (first, second, hosts.may_go_on("a")) == (True, True, True)
        hosts.note("a", is_well=True, took_s=SLOW_S + 0.1)
        assert not hosts.may_go_on("a")
    with hosts.turn("a") as is_free:
        assert (is_free, hosts.may_go_on("a")) == (True, True)


@pytest.mark.parametrize(
    ("header", "waits"),
    [("120", 120), ("9" * 400, MAX_RETRY_AFTER_S), ("soon", 0), ("Mon, 01 Jan 2024 00:00:00 +" + "9" * 17, 0)],
)
def test_whatever_a_receiver_asks_to_wait_is_within_bounds(header, waits):
    assert retry_after_s(Answer(503, {"Retry-After": header}, b"")) == waits


def test_of_many_hosts_the_one_written_to_longest_ago_is_forgotten(monkeypatch):
    monkeypatch.setattr(receivers, "MAX_HOSTS", 3)
    hosts = Hosts()
    for host in ("a", "b", "c"):
        for _ in range(FAILURES_UNTIL_PAUSED):
            hosts.note(host, is_well=False)
    hosts.note("a", is_well=False)
    hosts.note("d", is_well=True)
    assert [hosts.pause_left_s(host) > 0 for host in "abcd"] == [True, False, True, False]
    with hosts.turn("d") as first, hosts.turn("d") as second:
        assert (first, second) == (True, True)
