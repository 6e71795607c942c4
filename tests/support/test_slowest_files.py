"""The summary of a lane adds up what each file took."""

import pytest

from tests.support.slowest_files import seconds_by_file


def report(test, when, seconds):
    return pytest.TestReport(test, (test, 1, ""), {}, "passed", None, when, duration=seconds)


def test_set_up_test_and_tear_down_count_for_their_file():
    reports = [
        report("tests/test_a.py::test_one", "setup", 2.0),
        report("tests/test_a.py::test_one", "call", 1.0),
        report("tests/test_b.py::TestAll::test_two[x::y]", "call", 5.0),
        report("tests/test_a.py::test_three", "teardown", 0.5),
    ]
    assert seconds_by_file(reports).most_common() == [("tests/test_b.py", 5.0), ("tests/test_a.py", 3.5)]


def test_warnings_which_take_no_time_are_left_out():
    assert seconds_by_file([object()]) == {}
