"""A failure is printed when it happens, once, whichever process it happens in."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = """
import pytest

def test_first():
    assert 1 == 2, "the sum is wrong"

@pytest.fixture
def broken():
    raise OSError("no such thing")

def test_second(broken): ...

def test_last(): ...
"""


@pytest.fixture(scope="module", params=[[], ["-n", "1"]], ids=["alone", "in_another_process"])
def lines(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("failing")
    (folder / "test_failing.py").write_text(TESTS)
    (folder / "pytest.ini").write_text("[pytest]\n")
    arguments = ["-p", "xdist", "-p", "tests.support.failures_at_once", *request.param, f"--rootdir={folder}"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *arguments, str(folder)],
        cwd=ROOT,
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.splitlines()


def test_it_is_printed_before_the_report(lines):
    said = lines.index("failed: test_failing.py::test_first: AssertionError: the sum is wrong")
    assert "failed: test_failing.py::test_second (setup): OSError: no such thing" in lines
    assert said < next(number for number, line in enumerate(lines) if "FAILURES" in line)


def test_the_report_is_as_it_was(lines):
    assert sum(line.startswith("failed: ") for line in lines) == 2
    assert lines[-1].startswith("1 failed, 1 passed, 1 error in ")
