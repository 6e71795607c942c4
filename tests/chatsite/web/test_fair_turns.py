"""One person's hundreds of pictures delay no one's few."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from chatsite.contract.errors import Unavailable
from chatsite.web.fair_turns import FairTurns


class Queue:
    """People who wait for turns; ``order`` is that in which they got them."""

    def __init__(self, **limits):
        self.turns = FairTurns(**({"at_once": 2, "share": 2, "max_waiting": 100} | limits))
        self.order, self.tasks, self.ends = [], [], []

    async def ask(self, whose, count=1):
        for _ in range(count):
            end = asyncio.Event()
            self.tasks.append(asyncio.create_task(self._hold(whose, end)))
            self.ends.append(end)
        await self.settle()

    async def _hold(self, whose, end):
        async with self.turns.turn(whose):
            self.order.append(whose)
            await end.wait()

    async def settle(self):
        for _ in range(5):
            await asyncio.sleep(0)

    async def end(self, count=1):
        for _ in range(count):
            next(end for end in self.ends if not end.is_set()).set()
            await self.settle()

    async def end_all(self):
        for end in self.ends:
            end.set()
        return await asyncio.gather(*self.tasks, return_exceptions=True)


def run(scenario):
    return asyncio.run(scenario())


def test_who_holds_the_fewest_places_goes_next():
    async def scenario():
        queue = Queue()
        await queue.ask("Ann", 50)
        await queue.ask("Bob", 2)
        await queue.ask("Cleo", 1)
        assert queue.order == ["Ann", "Ann"]
        await queue.end(2)
        assert queue.order[2:] == ["Bob", "Cleo"]
        await queue.end_all()
        assert sorted(queue.order) == ["Ann"] * 50 + ["Bob"] * 2 + ["Cleo"]

    run(scenario)


def test_one_person_leaves_places_for_others():
    async def scenario():
        queue = Queue(at_once=4)
        await queue.ask("Ann", 10)
        assert queue.order == ["Ann"] * 2
        await queue.ask("Bob")
        assert queue.order == ["Ann", "Ann", "Bob"]
        await queue.end_all()
        assert len(queue.order) == 11

    run(scenario)


def test_one_person_fills_half_of_the_queue():
    async def scenario():
        queue = Queue(max_waiting=6)
        await queue.ask("Ann", 10)
        await queue.ask("Bob", 3)
        answers = await queue.end_all()
        assert [type(answer) for answer in answers].count(Unavailable) == 5
        assert queue.order.count("Bob") == 3

    run(scenario)


def test_the_whole_queue_is_bounded():
    async def scenario():
        queue = Queue(max_waiting=3)
        for whose in range(10):
            await queue.ask(whose)
        answers = await queue.end_all()
        assert [type(answer) for answer in answers].count(Unavailable) == 5
        async with AsyncExitStack() as stack:
            for whose in range(2):
                await stack.enter_async_context(queue.turns.turn(whose))

    run(scenario)


@pytest.mark.parametrize("has_turn", [False, True])
def test_who_goes_away_leaves_no_place_taken(has_turn):
    async def scenario():
        queue = Queue(at_once=1, share=1)
        await queue.ask("Ann")
        await queue.ask("Bob")
        if has_turn:
            queue.ends[0].set()
            await asyncio.sleep(0)  # Ann's turn ends, and Bob's task does not know yet that it is his
        queue.tasks[1].cancel()
        await queue.settle()
        await queue.ask("Cleo")
        await queue.end_all()
        assert queue.order[-1] == "Cleo"
        assert not queue.turns._holding
        assert not queue.turns._waiting

    run(scenario)
