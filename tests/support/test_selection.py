"""Each test runs where it can find something: what needs no engine in one lane, what people do together in both."""

import re
from pathlib import Path

import pytest

from tests.support import selection
from tests.support.selection import belongs

BROWSER_TESTS = Path(__file__).parents[1] / "browser"


@pytest.mark.parametrize(
    ("marks", "lanes"),
    [
        (set(), {"sqlite"}),
        ({"node"}, {"sqlite"}),
        ({"engine"}, {"sqlite", "mariadb"}),
        ({"engine", "slow"}, {"sqlite", "mariadb"}),
        ({"engine", "browser"}, {"sqlite"}),
        ({"engine", "browser", "both_lanes"}, {"sqlite", "mariadb"}),
        ({"engine", "one_engine"}, {"sqlite"}),
        ({"mariadb"}, {"mariadb"}),
        ({"redis", "slow"}, {"mariadb"}),
    ],
)
def test_a_test_runs_in_the_lanes_of_its_marks(marks, lanes):
    assert {lane for lane in ("sqlite", "mariadb") if belongs(marks, lane=lane, fast=False)} == lanes


def test_everything_that_was_asked_for_runs_without_a_lane():
    assert belongs({"slow", "browser", "engine"}, lane="", fast=False)


def test_what_is_about_mysql_runs_where_the_database_is_one(monkeypatch):
    for is_mysql in (True, False):
        monkeypatch.setattr(selection, "ON_MYSQL", is_mysql)
        assert belongs({"engine", "mysql"}, lane="mariadb", fast=False) is is_mysql


def test_people_meet_in_browsers_on_both_engines():
    files = sorted(BROWSER_TESTS.glob("test_*.py"))
    marked = [path.name for path in files if re.search(r"mark\.both_lanes\b", path.read_text())]
    assert marked == ["test_company.py", "test_talk.py"]
