"""What a server process does when it starts."""

import gc

import pytest

from chatsite.serve.lifespan import Lifespan


@pytest.fixture
def as_before():
    """Undo what a start changes of the garbage collector."""
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.unfreeze()


@pytest.mark.usefixtures("as_before")
async def test_the_garbage_collector_leaves_the_loaded_program_alone() -> None:
    loaded = len(gc.get_objects())

    async def receive() -> dict[str, str]:
        return {"type": "lifespan.startup"}

    async def send(_message: object) -> None:
        pass

    await Lifespan()({"type": "lifespan"}, receive, send)
    assert gc.get_freeze_count() > loaded / 2
    assert gc.get_threshold()[0] > 2_000
