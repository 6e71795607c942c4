"""Where the time of a lane went: its slowest files, at the end of the run (a pytest plugin)."""

from collections import Counter
from collections.abc import Iterable
from itertools import chain

import pytest

from tests.support.selection import LANE

FILES = 20


def seconds_by_file(reports: Iterable[object]) -> Counter[str]:
    """Add up the time of set-up, test and tear-down of each file."""
    seconds: Counter[str] = Counter()
    for report in reports:
        if isinstance(report, pytest.TestReport):
            seconds[report.nodeid.partition("::")[0]] += report.duration
    return seconds


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the slowest files of a lane."""
    if LANE:
        seconds = seconds_by_file(chain.from_iterable(terminalreporter.stats.values()))
        terminalreporter.write_sep("=", f"slowest of {len(seconds)} files, {seconds.total():.0f} s in all processes")
        for file, spent in seconds.most_common(FILES):
            terminalreporter.write_line(f"{spent:7.0f} s {file}")
