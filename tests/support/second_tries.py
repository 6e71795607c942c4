"""A test that waits for other programs may miss its limit once on a busy machine (a pytest plugin).

It is tried up to three times, each time with new servers; what failed is shown all the same. Any other test has one try
(docs/decisions/second-tries.md).
"""

from functools import partial

import pytest
from _pytest.runner import runtestprotocol

from tests.support.selection import PROGRAMS, marks_of

TRIES = 3
MOST_SECOND_TRIES = 12  # of one process: beyond that it is not the machine
SERVER_FIXTURES = {"server", "make_server", "running_server", "asgi_server", "lively_server", "hasty_server"}
TRIED_AGAIN = "tried again"

_used = 0


def waits(item: pytest.Item) -> bool:
    """Tell whether a test waits for programs of their own: a server, a browser, a database that it stops."""
    return bool(marks_of(item) & {"slow", *PROGRAMS} or SERVER_FIXTURES & set(getattr(item, "fixturenames", ())))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Run a test that waits, again if need be."""
    if not waits(item):
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = try_often(item, nextitem)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def try_often(item: pytest.Item, nextitem: pytest.Item | None) -> list[pytest.TestReport]:
    """Run a test until it passes or has had its tries; return the last try's reports, and the failures before it."""
    global _used
    failures: list[pytest.TestReport] = []
    for left in reversed(range(TRIES)):
        reports = runtestprotocol(item, log=False, nextitem=nextitem)
        failed = [report for report in reports if report.failed]
        if not failed or not left or _used == MOST_SECOND_TRIES:
            break
        _used += 1
        for report in failed:
            report.outcome = TRIED_AGAIN  # type: ignore[assignment]
        failures += failed
        take_down_servers(item)
    return [*failures, *reports]


def take_down_servers(item: pytest.Item) -> None:
    """End the fixtures of the test's file: what this try left in them must not meet the next.

    One that can't end in order is no second failure: the try has failed already.
    """
    module = item.getparent(pytest.Module)
    end = partial(item.session._setupstate.teardown_exact, module.parent if module else None)  # type: ignore[arg-type]
    pytest.CallInfo.from_call(end, when="teardown", reraise=(KeyboardInterrupt, pytest.exit.Exception))


def pytest_report_teststatus(report: pytest.TestReport) -> tuple[str, str, str] | None:
    """Count a failed try apart."""
    return (TRIED_AGAIN, "R", "TRIED AGAIN") if report.outcome == TRIED_AGAIN else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show why a test was tried again."""
    for report in terminalreporter.getreports(TRIED_AGAIN):
        terminalreporter.write_sep("_", f"tried again: {report.nodeid}")
        report.toterminal(terminalreporter._tw)
