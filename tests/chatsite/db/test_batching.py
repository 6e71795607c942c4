"""Group work: who waits for whom, and who is notified of a failure."""

import asyncio

import pytest

from chatsite.contract.errors import Unavailable
from chatsite.db.batching import Batcher


class Table:
    """Takes batches when released."""

    def __init__(self):
        self.batches: list[list[str]] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.is_writing = asyncio.Event()
        self.error: Exception | None = None

    async def write(self, items):
        self.batches.append(list(items))
        self.is_writing.set()
        await self.gate.wait()
        if self.error:
            raise self.error
        return [ValueError() if item == "bad" else item.upper() for item in items]

    def batcher(self, *, batch: int = 64, queue: int = 1_000) -> Batcher[str, str]:
        return Batcher(self.write, batch=batch, queue=queue)


@pytest.fixture
async def table() -> Table:
    return Table()


async def test_alone_a_message_waits_for_no_one(table):
    assert await table.batcher().submit("a") == "A"
    assert table.batches == [["a"]]


async def test_what_arrives_during_a_commit_goes_together_into_the_next(table):
    table.gate.clear()
    batcher = table.batcher()
    calls = [asyncio.ensure_future(batcher.submit(letter)) for letter in "abcd"]
    await table.is_writing.wait()
    calls += [asyncio.ensure_future(batcher.submit(letter)) for letter in "ef"]
    await asyncio.sleep(0)
    table.gate.set()
    assert await asyncio.gather(*calls) == list("ABCDEF")
    assert table.batches == [list("abcd"), list("ef")]


async def test_a_batch_is_bounded(table):
    batcher = table.batcher(batch=3)
    await asyncio.gather(*(batcher.submit("x") for _ in range(7)))
    assert [len(batch) for batch in table.batches] == [3, 3, 1]


async def test_a_full_queue_refuses_instead_of_growing(table):
    table.gate.clear()
    batcher = table.batcher(queue=2)
    first = asyncio.ensure_future(batcher.submit("a"))
    await table.is_writing.wait()
    waiting = [asyncio.ensure_future(batcher.submit(letter)) for letter in "bc"]
    await asyncio.sleep(0)
    with pytest.raises(Unavailable):
        await batcher.submit("d")
    table.gate.set()
    assert await asyncio.gather(first, *waiting) == list("ABC")


async def test_everyone_in_a_failed_batch_is_notified_of_it_and_the_next_works(table):
    table.error = Unavailable()
    batcher = table.batcher()
    results = await asyncio.gather(*(batcher.submit(letter) for letter in "ab"), return_exceptions=True)
    assert [type(result) for result in results] == [Unavailable, Unavailable]
    table.error = None
    assert await batcher.submit("c") == "C"


async def test_a_sender_that_gave_up_does_not_disturb_the_others(table):
    table.gate.clear()
    batcher = table.batcher()
    gone, stays = [asyncio.ensure_future(batcher.submit(letter)) for letter in "ab"]
    await table.is_writing.wait()
    gone.cancel()
    table.gate.set()
    assert await stays == "B"


async def test_a_result_that_is_an_error_is_raised_to_its_own_caller_only(table):
    batcher = table.batcher()
    results = await asyncio.gather(*(batcher.submit(item) for item in ("a", "bad")), return_exceptions=True)
    assert results[0] == "A"
    assert isinstance(results[1], ValueError)
