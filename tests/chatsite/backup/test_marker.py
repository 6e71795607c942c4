"""What a restore that fails says of itself, by whether the backup was in place."""

import errno

import pytest
from django.db import InterfaceError, OperationalError

from chatsite.backup.errors import Unfinished
from chatsite.backup.marker import interrupted, marked

FAILURES = [OSError(errno.EIO, "Input/output error"), OperationalError(2013, "Lost"), InterfaceError(0, ""), KeyError()]


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def fail_in_exchange(backup, failure, *, is_in_place):
    """Begin to exchange, and fail."""
    with marked(backup) as mark:
        mark.exchanging()
        if is_in_place:
            mark.in_place()
        raise failure


@pytest.mark.parametrize("failure", FAILURES, ids=repr)
def test_what_fails_before_the_exchange_is_raised_as_it_is_and_leaves_no_mark(tmp_path, failure):
    with pytest.raises(type(failure)):
        fail_in_exchange(tmp_path / "backup", failure, is_in_place=False)
    assert interrupted() is None


@pytest.mark.parametrize("failure", FAILURES, ids=repr)
def test_what_fails_after_it_does_not_say_that_nothing_was_changed(tmp_path, failure):
    with pytest.raises(Unfinished, match=r"is in place.*Run it again"):
        fail_in_exchange(tmp_path / "backup", failure, is_in_place=True)
    assert interrupted() == {"backup": str(tmp_path / "backup"), "is_exchanging": True}


def test_a_restore_that_fails_keeps_the_mark_of_an_earlier_one_that_was_killed(tmp_path):
    with pytest.raises(Unfinished), marked(tmp_path / "backup"):
        raise Unfinished
    with pytest.raises(OSError), marked(tmp_path / "backup"):
        raise FAILURES[0]
    assert interrupted() is not None
