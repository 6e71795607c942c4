"""A shared cache that hangs is asked once in a while, not by every caller."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.exceptions import TimeoutError as RedisTimeout

from chatsite.contract.errors import RateLimited
from chatsite.limits import window
from chatsite.limits.window import OPEN_S, Breaker, Limit


@given(st.lists(st.tuples(st.floats(0, 3), st.booleans()), max_size=60))
def test_a_service_that_fails_is_asked_at_most_once_in_a_while(calls):
    now = 0.0
    breaker = Breaker(clock=lambda: now)
    asked_at, failed_at = None, None
    for pause, is_well in calls:
        now += pause
        if not breaker.lets_through():
            assert failed_at is not None
            assert now < max(failed_at, asked_at) + OPEN_S
            continue
        assert failed_at is None or now >= failed_at + OPEN_S
        asked_at = now
        if is_well:
            assert breaker.succeeded() is (failed_at is not None)
            failed_at = None
        else:
            assert breaker.failed() is (failed_at is None)
            failed_at = now


def test_one_caller_tries_it_again_while_the_others_go_on():
    now = 0.0
    breaker = Breaker(clock=lambda: now)
    breaker.failed()
    now = OPEN_S
    assert [breaker.lets_through() for _ in range(5)] == [True, False, False, False, False]


class Hanging:
    """A cache whose every call takes its time-out."""

    def __init__(self):
        self.calls = 0

    def add(self, *_):
        self.calls += 1
        raise RedisTimeout("Timeout reading from socket")

    incr = decr = add


def test_limits_hold_while_redis_hangs_and_one_call_pays_for_all(monkeypatch, caplog):
    hanging = Hanging()
    monkeypatch.setattr(window, "caches", {"default": hanging, "local": window.caches["local"]})
    monkeypatch.setattr(window, "_breaker", Breaker())
    limit = Limit("test-breaker", 20, 60)
    for _ in range(20):
        limit.take("someone")
    with pytest.raises(RateLimited):
        limit.take("someone")
    assert hanging.calls == 1
    assert len(caplog.records) == 1
