"""Job handlers that exist for one test."""

from collections.abc import Callable
from typing import Any

import pytest

from chatsite.jobs.queue import JobHandler, Lane, always, handlers


def handle(
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    work: Callable[..., Any],
    lane: Lane = Lane.QUICK,
    is_ready: Callable[..., bool] = always,
) -> None:
    """Have ``work`` run the jobs of ``kind`` until the test ends."""
    monkeypatch.setitem(handlers.entries, kind, JobHandler(kind, work, lane, is_ready))
