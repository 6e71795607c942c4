"""Few searches run at a time, and none waits for long."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from chatsite.contract.errors import RateLimited, Unavailable
from messaging.search.turns import Turns

SHORT_S, LONG_S = 0.05, 10.0


@contextmanager
def waiting(turns: Turns, user_id: int) -> Iterator[threading.Event]:
    """Let someone wait for a turn in a thread; the event is set once they have had it."""
    had = threading.Event()

    def take() -> None:
        with turns.turn(user_id):
            had.set()

    thread = threading.Thread(target=take)
    thread.start()
    yield had
    thread.join(LONG_S)
    assert not thread.is_alive()


def test_two_people_search_at_a_time_and_a_third_is_refused_after_a_moment():
    turns = Turns(wait_s=SHORT_S)
    with turns.turn(1), turns.turn(2):
        with pytest.raises(Unavailable) as refused, turns.turn(3):
            pass
        assert refused.value.retry_after_s
    with turns.turn(3):
        pass


def test_one_person_searches_once_at_a_time():
    turns = Turns(wait_s=SHORT_S)
    with turns.turn(1):
        with pytest.raises(RateLimited) as refused, turns.turn(1):
            pass
        assert refused.value.retry_after_s
        with turns.turn(2):
            pass
    with turns.turn(1):
        pass


@pytest.mark.parametrize("second", [1, 3])
def test_who_waits_gets_the_turn_that_is_given_back(second):
    turns = Turns(wait_s=LONG_S)
    with ExitStack() as held:
        held.enter_context(turns.turn(1))
        held.enter_context(turns.turn(2))
        with waiting(turns, second) as had:
            assert not had.wait(SHORT_S)
            held.close()
            assert had.wait(LONG_S)


def test_few_wait_and_others_are_refused_at_once():
    turns = Turns(max_waiting=1, wait_s=LONG_S)
    with ExitStack() as held:
        held.enter_context(turns.turn(1))
        held.enter_context(turns.turn(2))
        with waiting(turns, 3) as had:
            while not turns._waiting:
                time.sleep(0.001)
            started = time.monotonic()
            with pytest.raises(Unavailable), turns.turn(4):
                pass
            assert time.monotonic() - started < LONG_S / 2
            held.close()
            assert had.wait(LONG_S)


def test_a_search_that_fails_gives_its_turn_back():
    turns = Turns(at_once=1, wait_s=SHORT_S)
    with pytest.raises(ZeroDivisionError), turns.turn(1):
        raise ZeroDivisionError
    with turns.turn(2):
        pass
