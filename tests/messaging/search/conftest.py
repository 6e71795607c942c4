"""Searches in tests take the time they need: what ends them early is a test's own matter, not the machine's load."""

import pytest

from tests.support.patience import patient_searches

__all__ = ["patient_searches"]


@pytest.fixture(autouse=True)
def _no_full_block() -> None:
    """Let messages fill blocks of the index: that is these tests' own matter."""
