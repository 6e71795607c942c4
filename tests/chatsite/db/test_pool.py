"""The bounded database threads."""

import asyncio
import threading

import pytest

from chatsite.contract.errors import Unavailable
from chatsite.db.pool import Pool


async def test_calls_run_side_by_side_up_to_the_number_of_threads():
    pool = Pool("test", threads=3, queue=0)
    together = threading.Barrier(3, timeout=10)
    await asyncio.gather(*(pool.run(together.wait) for _ in range(3)))


async def test_what_would_pile_up_is_refused_and_later_accepted():
    pool = Pool("test", threads=1, queue=1)
    free = threading.Event()
    waiting = [asyncio.ensure_future(pool.run(free.wait, 10)) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(Unavailable):
        await pool.run(int)
    free.set()
    assert await asyncio.gather(*waiting) == [True, True]
    assert await pool.run(int) == 0


async def test_an_error_reaches_the_caller():
    with pytest.raises(ZeroDivisionError):
        await Pool("test", threads=1, queue=0).run(divmod, 1, 0)
