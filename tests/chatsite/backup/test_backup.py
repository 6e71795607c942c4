"""Backups of a running installation: one moment under load, proven, and resumable after a restore."""

import json
import threading

import pytest

from chatsite.backup.archive import in_words, reading, writing
from tests.accounts.pictures import samples
from tests.chatsite.backup.release import RELEASES
from tests.support.fixtures import LANE_DATABASE
from tests.support.server import Server

pytestmark = pytest.mark.slow
# What differs after a restore: rooms go on from a later version, and messages are to be indexed.
COUNTERS = "tables/rooms.roomcounter.jsonl"
CHANGED = {COUNTERS, "tables/chatsite.job.jsonl"}


@pytest.fixture(scope="module")
def site(make_server):
    """Return a running server with a person, a picture and a conversation."""
    server = make_server()
    server.ada = server.register("Ada")
    drawn = samples.saved(samples.corners(), "PNG")
    server.ada.post("/auth/profile/upload", files={"file": ("ada.png", drawn, "image/png")})
    server.room_id = server.ada.post("/rooms", json={"name": "Kept"}).json()["room"]["id"]
    say(server.ada, server.room_id, "Ünïcödé 🍺")
    return server


@pytest.fixture
def fresh(make_server):
    """Return an installation of the lane's engine that was never started."""
    server = Server(database_url=LANE_DATABASE)
    yield server
    server.discard()


def say(caller, room_id, content):
    """Write a message over HTTP and return it."""
    answer = caller.post(f"/rooms/{room_id}/messages", json={"content": content})
    assert answer.is_success, answer.text
    return answer.json()["message"]


class Talker(threading.Thread):
    """Writes numbered messages until it is stopped."""

    def __init__(self, caller, room_id):
        super().__init__(daemon=True)
        self.caller, self.room_id, self.stopping, self.said = caller, room_id, False, []

    def run(self):
        while not self.stopping:
            self.said.append(say(self.caller, self.room_id, f"live {len(self.said)}")["content"])


def contents_of_messages(file):
    """Return what the messages in a backup say, in their order."""
    with reading(file, "") as archive, archive.open("tables/messaging.message.jsonl") as lines:
        names, *rows = map(json.loads, lines)
    return [row[names.index("content")] for row in rows]


def digests(file):
    """Return the SHA-256 of everything in a backup that a restore does not change."""
    with reading(file, "") as archive:
        return {name: digest for name, digest in archive.manifest["sha256"].items() if name not in CHANGED}


def test_a_backup_under_load_is_one_moment_and_comes_back_unchanged(site, fresh, tmp_path):
    file, again = tmp_path / "all.backup", tmp_path / "again.backup"
    talker = Talker(site.ada, site.room_id)
    talker.start()
    site.manage("backup", file)
    talker.stopping = True
    talker.join()
    live = [content for content in contents_of_messages(file) if content.startswith("live")]
    assert 0 < len(live) < len(talker.said)
    assert live == talker.said[: len(live)]
    assert "Verified" in site.manage("verify_backup", file)
    fresh.manage("restore", file)
    cut = tmp_path / "cut.backup"
    cut.write_bytes(file.read_bytes()[:-100])
    refusal = fresh.manage("restore", cut, "--replace", check=False)
    assert "is damaged" in refusal
    assert "Traceback" not in refusal
    fresh.manage("backup", again)
    assert digests(again) == digests(file)
    assert any(name.startswith("media/avatars/") for name in digests(file))


def test_an_incremental_backup_is_verified_and_comes_back(site, fresh, tmp_path):
    first, second = tmp_path / "first.backup", tmp_path / "second.backup"
    site.manage("backup", first, "--incremental")
    site.manage("backup", second, "--incremental")
    assert "Verified" in site.manage("verify_backup", second)
    uploads = [{path.stat().st_ino for path in tmp_path.glob(f"{file.name}.uploads-*/*/*")} for file in (first, second)]
    assert uploads[0] == uploads[1] != set()
    fresh.manage("restore", second)
    fresh.manage("backup", tmp_path / "again.backup")
    assert digests(tmp_path / "again.backup") == digests(second)


def test_after_a_restore_clients_that_were_ahead_load_anew_and_everyone_signs_in_again(site, tmp_path):
    file = tmp_path / "before.backup"
    site.manage("backup", file)
    room, ada = site.room_id, site.ada
    kept = ada.get(f"/rooms/{room}/messages").json()["version"]
    ahead = say(ada, room, "this will not have happened")["version"]
    refusal = site.manage("restore", file, "--replace", check=False)
    assert "The database is in use by " in refusal
    assert "Traceback" not in refusal
    site.kill()
    assert "Use --replace" in site.manage("restore", file, check=False)
    site.manage("restore", file, "--replace")
    site.start()
    assert ada.get("/auth/me").status_code == 401
    ada.sign_in(ada.user["email"])
    for number in range(3):
        say(ada, room, f"afterwards {number}")
    answer = ada.get(f"/rooms/{room}/changes", params={"since": ahead})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "conflict")
    missed = ada.get(f"/rooms/{room}/changes", params={"since": kept}).json()
    assert [message["content"] for message in missed["messages"]] == [f"afterwards {number}" for number in range(3)]


@pytest.mark.parametrize("file", sorted(RELEASES.glob("*.backup")), ids=lambda file: file.stem)
def test_a_backup_of_an_earlier_version_is_restored_and_upgraded(fresh, file):
    """A backup of each release is kept: restoring it is the upgrade of a database with data."""
    assert "Verified" in fresh.manage("verify_backup", file)
    assert "Restored" in fresh.manage("restore", file)
    fresh.manage("check_data")
    fresh.manage("migrate", "--check")
    fresh.manage("backup", fresh.folder / "again.backup")
    assert contents_of_messages(fresh.folder / "again.backup") == contents_of_messages(file)


def test_a_backup_of_a_newer_version_is_refused(fresh, tmp_path):
    file = tmp_path / "newer.backup"
    with writing(file, "") as archive:
        archive.finish({"migrations": [["rooms", "9999_from_the_future"]], "tables": {}})
    said = fresh.manage("restore", file, check=False)
    assert "made by a newer version (it has rooms.9999_from_the_future)" in said
    assert "Traceback" not in said


def test_what_a_backup_holds_is_said_in_words():
    assert in_words({"tables": {"a": 1200, "b": 34}, "uploads": 1}) == "1,234 rows and 1 upload"
    assert in_words({"tables": {"a": 5}, "uploads": 2000}) == "5 rows and 2,000 uploads"
