"""Each failure in one line as it happens: a lane takes long, and its report comes at the end (a pytest plugin)."""

import pytest
from _pytest.terminal import TerminalReporter

from tests.support.second_tries import TRIED_AGAIN


class FailuresAtOnce:
    """Prints what failed and why, between the letters of the other tests."""

    def __init__(self, terminal: TerminalReporter):
        self.terminal = terminal

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Print a failed report, or a try that is followed by another."""
        if report.outcome in {"failed", TRIED_AGAIN}:
            where = "" if report.when == "call" else f" ({report.when})"
            if self.terminal._tw.width_of_current_line:
                self.terminal.line("")
            self.terminal.line(f"{report.outcome}: {report.nodeid}{where}: {reason(report)}")
            self.terminal.flush()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Print where the reports of all processes arrive: only there is a terminal."""
    terminal = session.config.pluginmanager.getplugin("terminalreporter")
    if terminal:
        session.config.pluginmanager.register(FailuresAtOnce(terminal))


def reason(report: pytest.TestReport) -> str:
    """Return the first line of what was raised."""
    crash = getattr(report.longrepr, "reprcrash", None)
    lines = (crash.message if crash else report.longreprtext).strip().splitlines()
    return lines[0] if lines else "no reason given"
