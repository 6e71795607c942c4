"""A restore is all or nothing, wherever it is stopped, and touches nothing that is not the product's."""

import json

import pytest
from django.db import connection

from chatsite.backup.archive import reading
from tests.chatsite.backup.sweep import content_of, site_of, some
from tests.chatsite.backup.test_backup import COUNTERS
from tests.support.fixtures import LANE_DATABASE
from tests.support.server import Server

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(make_server):
    """Return a stopped installation with two backups."""
    with site_of(make_server()) as site:
        yield site


@pytest.mark.parametrize("how", ["kill", "fail", pytest.param("lose", marks=pytest.mark.mysql)])
def test_a_restore_that_is_stopped_leaves_the_old_site_or_the_new_one(site, how):
    """At a few steps: ``python -m tests.chatsite.backup.sweep`` stops at every one."""
    site.restore(site.release)
    steps, exchange = site.restore(site.here)
    for number in some(steps, exchange, before=1, during=2):
        site.restore_stopped(how, number, site.other())
    site.restore(site.here)  # the removal of the old uploads may be what was stopped: the next restore removes them
    assert not site.leftovers()


@pytest.mark.parametrize(
    ("is_exchanging", "said"), [(False, "before it changed anything"), (True, "interrupted. Run it again")]
)
def test_an_installation_half_restored_does_not_serve_until_that_is_repeated(site, is_exchanging, said):
    site.mark.write_text(json.dumps({"backup": str(site.here), "is_exchanging": is_exchanging}))
    assert said in (refusal := site.refused("prepare"))
    assert f"manage.py restore {site.here} --replace" in refusal
    site.restore(site.here)
    site.manage("prepare")


def test_rooms_go_on_from_a_later_version_as_soon_as_a_restored_row_is_seen(site):
    """Between the exchange of the rows and the rewind there is no moment at which a kill could come."""
    steps, _ = site.restore(site.here)
    for number in range(steps - 3, steps + 1):
        site.restore_stopped("kill", number, site.here)
        assert counters(site.here) != counters_of_now(site)


def counters(file):
    """Return the rooms' counters in a backup."""
    with reading(file, "") as archive:
        return archive.open(COUNTERS).read()


def counters_of_now(site):
    """Return the rooms' counters of an installation."""
    site.manage("backup", site.folder / "now.backup")
    return counters(site.folder / "now.backup")


def test_a_database_with_tables_of_others_is_refused(site):
    create = "from django.db import connection; connection.cursor().execute('%s')"
    site.manage("shell", "-c", create % "CREATE TABLE shop_orders (id int)")
    before = site.content()
    for options in ([], ["--replace"]):
        said = site.refused("restore", site.release, *options)
        assert "tables that this version did not create: shop_orders" in said
    assert site.content() == before
    site.manage("shell", "-c", create % "DROP TABLE shop_orders")


def test_a_view_of_others_is_never_lost(site):
    """SQLite's file is exchanged, so it is refused; MySQL, where tables are renamed, keeps its views."""
    run = "from django.db import connection; connection.cursor().execute('%s')"
    site.manage("shell", "-c", run % "CREATE VIEW shop_report AS SELECT 1")
    said = site.refused("restore", site.release)
    assert ("did not create: shop_report" in said) == (connection.vendor == "sqlite")
    site.manage("shell", "-c", run % "DROP VIEW shop_report")


def test_without_replace_a_site_with_people_or_uploads_is_refused(site):
    before = site.content()
    assert "Use --replace" in site.refused("restore", site.release)
    assert site.content() == before
    empty = Server(database_url=LANE_DATABASE)
    (empty.media / "avatars").mkdir(parents=True)
    (empty.media / "avatars" / "one").write_bytes(b"kept")
    try:
        assert "Use --replace" in empty.manage("restore", site.release, check=False)
        assert (empty.media / "avatars" / "one").read_bytes() == b"kept"
    finally:
        empty.discard()


def test_a_failed_upgrade_is_undone_by_the_backup_before_it(site):
    """Also where the tables are of another version, or half of one."""
    spoil = (
        "from django.db import connection; c = connection.cursor();"
        "c.execute('ALTER TABLE rooms ADD COLUMN half_done int'); c.execute('DROP TABLE jobs');"
        'c.execute("INSERT INTO django_migrations (app, name, applied)'
        " VALUES ('rooms', '9999_newer', '2026-01-01 00:00:00')\")"
    )
    site.manage("shell", "-c", spoil)
    site.restore(site.here)
    assert site.content() == content_of(site.here)
    site.manage("migrate", "--check")
    site.manage("check_data")
