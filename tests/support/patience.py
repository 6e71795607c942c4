"""Time for searches on a busy machine."""

import pytest

from messaging.search import finding

LONG_S = 120.0


@pytest.fixture(autouse=True)
def patient_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a search read to its end, however long that takes here; a test may set less."""
    monkeypatch.setattr(finding, "BUDGET_S", LONG_S)
    monkeypatch.setattr(finding, "STATEMENT_S", LONG_S)
