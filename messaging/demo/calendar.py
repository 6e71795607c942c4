"""When people talk: by day more than by night."""

from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from itertools import accumulate

# How much is said in each hour of a day, in UTC.
BUSY = (2, 1, 1, 1, 1, 2, 4, 7, 9, 10, 10, 9, 11, 10, 8, 8, 9, 10, 11, 12, 11, 9, 6, 4)
_UNTIL = [0, *accumulate(BUSY)]
_DAY = _UNTIL[-1]
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


class Calendar:
    """Spreads a conversation over the time from ``start`` to ``end`` as people would."""

    def __init__(self, start: datetime, end: datetime):
        self._first, self._last = _talked_until(start), _talked_until(end)

    def at(self, share: float) -> datetime:
        """Return when ``share`` (0 to 1) of everything had been said."""
        days, talked = divmod(self._first + share * (self._last - self._first), _DAY)
        hour = min(bisect_right(_UNTIL, talked) - 1, len(BUSY) - 1)
        return _EPOCH + timedelta(days=days, hours=hour + (talked - _UNTIL[hour]) / BUSY[hour])


def _talked_until(moment: datetime) -> float:
    days, rest = divmod(moment - _EPOCH, timedelta(days=1))
    hour, minutes = divmod(rest, timedelta(hours=1))
    return days * _DAY + _UNTIL[hour] + BUSY[hour] * (minutes / timedelta(hours=1))
