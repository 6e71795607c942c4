"""What holds everything is for its owner's eyes."""

import os
import sqlite3
from contextlib import closing

import pytest

from chatsite.db.databases import create_private_file


@pytest.mark.parametrize("mask", [0o022, 0o002, 0])
def test_an_sqlite_file_and_its_log_are_their_owners_alone(tmp_path, mask):

    before = os.umask(mask)
    try:
        create_private_file(path := tmp_path / "db.sqlite3")
        with closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("CREATE TABLE t (x)")
            assert {file.name for file in tmp_path.iterdir()} == {"db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm"}
            assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}
    finally:
        os.umask(before)


def test_one_that_others_can_read_is_closed_to_them(tmp_path):
    (path := tmp_path / "db.sqlite3").touch(mode=0o644)
    (tmp_path / "db.sqlite3-wal").touch(mode=0o644)
    create_private_file(path)
    assert {file.stat().st_mode & 0o007 for file in tmp_path.iterdir()} == {0}
