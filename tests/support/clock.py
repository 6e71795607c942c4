"""A clock that a test sets: what reads Django's clock reads this one."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

NOON = datetime(2026, 6, 10, 12, tzinfo=UTC)


class VirtualClock:
    """Shows ``now`` until it is moved; only forward."""

    def __init__(self, now: datetime = NOON):
        self.now = now

    def pass_by(self, **parts: float) -> datetime:
        """Let some time pass, such as ``minutes=30``; return the time then."""
        self.now += timedelta(**parts)
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> VirtualClock:
    """Return the clock; it starts at noon of a day in June."""
    virtual = VirtualClock()
    monkeypatch.setattr(timezone, "now", lambda: virtual.now)
    return virtual
