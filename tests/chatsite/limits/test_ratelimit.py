"""Token buckets, with the clock passed in."""

import pytest

from chatsite.contract.errors import RateLimited
from chatsite.limits.bucket import MAX_KEYS, Rate, RateLimiter


@pytest.fixture
def limiter() -> RateLimiter:
    return RateLimiter(Rate(per_s=2, burst=3))


def spend(limiter: RateLimiter, times: int, *, now: float, key: str = "alice") -> None:
    for _ in range(times):
        limiter.take(key, now)


def test_a_burst_passes_and_the_next_is_notified_when(limiter):
    spend(limiter, 3, now=100)
    with pytest.raises(RateLimited) as caught:
        limiter.take("alice", 100)
    assert caught.value.retry_after_s == 0.5


def test_tokens_come_back_with_time(limiter):
    spend(limiter, 3, now=100)
    limiter.take("alice", 100.5)
    with pytest.raises(RateLimited):
        limiter.take("alice", 100.6)


def test_what_cost_more_is_paid_by_waiting_longer(limiter):
    limiter.take("alice", 100)
    limiter.charge("alice", 100, 5)
    with pytest.raises(RateLimited) as caught:
        limiter.take("alice", 100)
    assert caught.value.retry_after_s == 2
    limiter.take("alice", 102)


def test_a_refusal_costs_nothing(limiter):
    spend(limiter, 3, now=100)
    for _ in range(10):
        with pytest.raises(RateLimited):
            limiter.take("alice", 100.4)
    limiter.take("alice", 100.5)


def test_callers_do_not_share(limiter):
    spend(limiter, 3, now=100)
    limiter.take("bob", 100)


def test_the_burst_is_never_exceeded_after_a_pause(limiter):
    spend(limiter, 3, now=100)
    spend(limiter, 3, now=100_000)
    with pytest.raises(RateLimited):
        limiter.take("alice", 100_000)


def test_memory_is_bounded(limiter):
    for number in range(MAX_KEYS + 10):
        limiter.take(number, number / 10)
    assert len(limiter._spent) <= MAX_KEYS
