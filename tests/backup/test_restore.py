"""A restore is all or nothing, wherever it is stopped, and touches nothing that is not the product's."""

import itertools
import json
import random
import re
import subprocess
import sys

import pytest

from chatsite.backup.archive import reading
from tests.backup.release import RELEASES
from tests.backup.test_backup import COUNTERS, contents_of_messages, say
from tests.support.fixtures import LANE_DATABASE
from tests.support.server import ROOT, Server

pytestmark = pytest.mark.slow
STOPS = 2  # spread over all steps; the last ones, where things are exchanged, are all tried
LAST = 3


@pytest.fixture(scope="module")
def site(make_server):
    """Return a stopped installation with two backups of different states: one of itself, one of the first release."""
    server = make_server()
    ada = server.register("Ada")
    room = ada.post("/rooms", json={"name": "Kept"}).json()["room"]["id"]
    say(ada, room, "What is here")
    (server.media / "avatars").mkdir(exist_ok=True)
    (server.media / "avatars" / "here").write_bytes(b"here")
    server.stop()
    server.manage("backup", server.folder / "here.backup")
    server.backups = [server.folder / "here.backup", RELEASES / "0.1.0.backup"]
    return server


def content(server):
    """Return what an installation holds, as a backup of it says."""
    file = server.folder / "content.backup"
    server.manage("backup", file)
    return content_of(file)


def content_of(file):
    """Return what a restore must bring back; the first release's tables have other columns now."""
    with reading(file, "") as archive:
        media = {name: digest for name, digest in archive.manifest["sha256"].items() if name.startswith("media/")}
        return contents_of_messages(file), media


def stopped(server, how, number, file):
    """Restore ``file``, stopped at a step; return the exit code and what was said."""
    command = [sys.executable, "-m", "tests.backup.stopped", how, str(number), "restore", str(file), "--replace"]
    done = subprocess.run(command, cwd=ROOT, env=server.env, capture_output=True, text=True, check=False, timeout=100)
    return done.returncode, done.stdout + done.stderr


def stops(steps):
    """Return the steps at which to stop: some of all, and each of the last."""
    chance = random.Random(steps)
    return [*sorted(chance.sample(range(1, steps - LAST), STOPS)), *range(steps - LAST, steps + 1)]


def steps_of(server, file):
    """Restore ``file`` and return in how many steps that was done."""
    return int(re.search(r"steps=(\d+)", stopped(server, "kill", 0, file)[1])[1])


@pytest.mark.parametrize("how", ["kill", "fail"])
def test_a_restore_that_is_stopped_leaves_the_old_site_or_the_new_one(site, how):
    here, release = site.backups
    contents = {file: content_of(file) for file in site.backups}
    other = {release: here, here: release}
    steps = steps_of(site, release)
    steps_of(site, current := here)
    for number in stops(steps):
        file = other[current]
        code, said = stopped(site, how, number, file)
        where = f"{how} at step {number} of {steps}: {said}"
        assert how == "kill" or "Traceback" not in said, where
        assert_whole_or_marked(site, where, old=contents[current], new=contents[file])
        if mark_of(site).exists() or not code:
            site.manage("restore", file, "--replace")
            current = file
        elif content(site) == contents[file]:
            current = file
    leftovers = [path.name for path in itertools.chain(site.media.iterdir(), (site.folder / "data").iterdir())]
    assert not [name for name in leftovers if "restor" in name or "replaced" in name]


def mark_of(server):
    """Return the file that says that a restore is under way."""
    return server.folder / "data" / "restore-in-progress"


def assert_whole_or_marked(server, where, *, old, new):
    """A half restored site does not serve; any other is the old one or the new one."""
    if not mark_of(server).exists():
        assert content(server) in (old, new), where
    elif '"is_exchanging": false' in mark_of(server).read_text():
        assert content(server) == old, where


@pytest.mark.parametrize(
    ("is_exchanging", "said"), [(False, "before it changed anything"), (True, "interrupted. Repeat")]
)
def test_an_installation_half_restored_does_not_serve_until_that_is_repeated(site, is_exchanging, said):
    facts = {"backup": str(site.backups[0]), "is_exchanging": is_exchanging}
    mark_of(site).write_text(json.dumps(facts))
    assert said in (refusal := site.manage("prepare", check=False))
    assert f"manage.py restore {site.backups[0]} --replace" in refusal
    site.manage("restore", site.backups[0], "--replace")
    site.manage("prepare")


def test_rooms_go_on_from_a_later_version_as_soon_as_a_restored_row_is_seen(site):
    """Between the exchange of the rows and the rewind there is no moment at which a kill could come."""
    here = site.backups[0]
    with reading(here, "") as archive:
        before = archive.open(COUNTERS).read()
    steps = steps_of(site, here)
    for number in range(steps - 3, steps + 1):
        stopped(site, "kill", number, here)
        site.manage("backup", site.folder / "now.backup")
        with reading(site.folder / "now.backup", "") as archive:
            assert archive.open(COUNTERS).read() != before


def test_a_database_with_tables_of_others_is_refused(site):
    create = "from django.db import connection; connection.cursor().execute('%s')"
    site.run(create % "CREATE TABLE shop_orders (id int)")
    before = content(site)
    for options in ([], ["--replace"]):
        said = site.manage("restore", site.backups[1], *options, check=False)
        assert "tables that this version did not create: shop_orders" in said
    assert content(site) == before
    site.run(create % "DROP TABLE shop_orders")


def test_without_replace_a_site_with_people_or_uploads_is_refused(site):
    before = content(site)
    assert "With --replace" in site.manage("restore", site.backups[1], check=False)
    assert content(site) == before
    empty = Server(database_url=LANE_DATABASE)
    (empty.media / "avatars").mkdir(parents=True)
    (empty.media / "avatars" / "one").write_bytes(b"kept")
    try:
        assert "With --replace" in empty.manage("restore", site.backups[1], check=False)
        assert (empty.media / "avatars" / "one").read_bytes() == b"kept"
    finally:
        empty.discard()


def test_a_failed_upgrade_is_undone_by_the_backup_before_it(site):
    """Also where the tables are of another version, or half of one."""
    site.run(
        "from django.db import connection; c = connection.cursor();"
        "c.execute('ALTER TABLE rooms ADD COLUMN half_done int'); c.execute('DROP TABLE jobs');"
        'c.execute("INSERT INTO django_migrations (app, name, applied)'
        " VALUES ('rooms', '9999_newer', '2026-01-01 00:00:00')\")"
    )
    site.manage("restore", site.backups[0], "--replace")
    assert content(site) == content_of(site.backups[0])
    site.manage("migrate", "--check")
    site.manage("check_data")
