"""What a person reads who has used up their attempts."""

import pytest

from chatsite.contract.errors import RateLimited
from chatsite.limits.window import Limit


@pytest.mark.parametrize(
    ("period_s", "wait"),
    [
        (1, "1 minute"),
        (60, "1 minute"),
        (90, "2 minutes"),
        (90 * 60, "90 minutes"),
        (91 * 60, "2 hours"),
        (86_400, "24 hours"),
    ],
)
def test_the_refusal_says_when_to_come_back(period_s, wait):
    limit = Limit("test-window", 1, period_s)
    limit.take(f"period {period_s}")
    with pytest.raises(RateLimited) as refusal:
        limit.take(f"period {period_s}")
    assert str(refusal.value) == f"Too many attempts. Try again in {wait}."
    assert 0 < refusal.value.retry_after_s <= period_s
