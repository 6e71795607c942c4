"""Few turns for many people: who holds the fewest goes next, so that one person's hundreds delay no one's few."""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager

from chatsite.contract.errors import Unavailable

Waiting = deque[asyncio.Future[None]]


class FairTurns:
    """Turns of people, on one event loop: ``at_once`` in all, ``share`` of one person, and so many waiting of each."""

    def __init__(self, *, at_once: int, share: int, max_waiting: int):
        self._at_once, self._share, self._max_waiting = at_once, share, max_waiting
        self._holding = Counter[Hashable]()
        self._waiting: dict[Hashable, Waiting] = {}  # in the order in which people get their next turn

    @asynccontextmanager
    async def turn(self, whose: Hashable) -> AsyncIterator[None]:
        """Wait for a turn, and hold it.

        Raises:
            Unavailable: too many wait, of all or of this person, who may be half of them; worth repeating.
        """
        await self._wait(whose)
        try:
            yield
        finally:
            self._end(whose)

    async def _wait(self, whose: Hashable) -> None:
        self._require_room(whose)
        turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(whose, deque()).append(turn)
        self._go_on()
        try:
            await turn
        except asyncio.CancelledError:
            self._forget(whose, turn)
            raise

    def _require_room(self, whose: Hashable) -> None:
        if sum(self._holding.values()) < self._at_once and self._holding[whose] < self._share:
            return
        of_all, of_one = sum(map(len, self._waiting.values())), len(self._waiting.get(whose, ()))
        if of_all >= self._max_waiting or of_one >= max(1, self._max_waiting // 2):
            raise Unavailable

    def _go_on(self) -> None:
        """Give free turns to the people who are waiting."""
        while sum(self._holding.values()) < self._at_once and (whose := self._next()) is not None:
            turn = self._waiting[whose].popleft()
            self._to_the_end(whose)
            if not turn.cancelled():
                turn.set_result(None)
                self._holding[whose] += 1

    def _next(self) -> Hashable | None:
        may = [whose for whose in self._waiting if self._holding[whose] < self._share]
        return min(may, key=self._holding.__getitem__, default=None)

    def _to_the_end(self, whose: Hashable) -> None:
        """Put a person behind the others who wait."""
        if waiting := self._waiting.pop(whose, None):
            self._waiting[whose] = waiting

    def _end(self, whose: Hashable) -> None:
        self._holding[whose] -= 1
        if not self._holding[whose]:
            del self._holding[whose]
        self._to_the_end(whose)
        self._go_on()

    def _forget(self, whose: Hashable, turn: asyncio.Future[None]) -> None:
        """Note that a request was given up, as its turn came or before."""
        if turn.done() and not turn.cancelled():
            self._end(whose)
            return
        waiting = self._waiting.get(whose, deque())
        if turn in waiting:
            waiting.remove(turn)
        if not waiting:
            self._waiting.pop(whose, None)
