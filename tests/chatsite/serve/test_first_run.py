"""What ``manage.py serve`` prepares, says and leaves behind."""

import json
import re
import signal
import stat
import time

import httpx
import pytest

from tests.support.processes import stop
from tests.support.server import Server

pytestmark = pytest.mark.slow

# Of one core's time: what a person waits on an idle machine, however busy the one that runs the tests is.
COLD_START_S = 5


@pytest.fixture
def fresh():
    """An installation that was never started, with the product's own settings and no configuration."""
    unset = dict.fromkeys(["SECRET_KEY", "DATABASE_URL", "SITE_URL", "EMAIL_URL"])
    server = Server(env={"DJANGO_SETTINGS_MODULE": "chatsite.settings", **unset})
    yield server
    server.stop()
    server.discard()


def said(server):
    return [line for line in server.log_since().splitlines() if not re.match(r"\d{4}-\d\d-\d\dT", line)]


def test_a_first_run_needs_no_configuration(fresh):
    fresh.start()
    assert fresh.cpu_seconds() < COLD_START_S
    text = "\n".join(said(fresh))
    assert f"Created a secret key in {fresh.folder}/env" in text
    assert f"Serving Chatsite at http://localhost:{fresh.port}" in text
    assert f"Data: SQLite {fresh.folder}/data/chatsite.sqlite3; uploads in {fresh.media}" in text


def test_the_secret_key_is_made_once_and_only_its_owner_may_read_it(fresh):
    fresh.start()
    file = fresh.folder / "env"
    first = file.read_text()
    assert re.fullmatch(r"SECRET_KEY=\S{64}\n", first)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    fresh.restart()
    assert file.read_text() == first
    assert fresh.log_since().count("Created a secret key") == 1


def test_a_key_joins_what_the_file_says_already(fresh):
    file = fresh.folder / "env"
    file.write_text("LOG_FORMAT=json")
    fresh.start()
    assert re.fullmatch(r"LOG_FORMAT=json\nSECRET_KEY=\S{64}\n", file.read_text())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_it_offers_the_first_administrator_until_there_is_one(fresh):
    fresh.start()
    links = re.findall(r"http://localhost:\d+/setup/\?token=\S+", fresh.log_since())
    assert len(links) == 1
    page = httpx.get(links[0].replace("localhost", "127.0.0.1"))
    assert page.status_code == 200
    fresh.run("from accounts.models import User; User.objects.create_superuser(email='a@example.org', password='x')")
    position = fresh.log_position()
    fresh.restart()
    assert "/setup/" not in fresh.log_since(position)


def test_the_first_rooms_are_there_once(fresh):
    fresh.start()
    names = "from rooms.models import Room; print(sorted(Room.objects.values_list('name', flat=True)))"
    assert fresh.run(names).strip() == "['General', 'Random']"
    fresh.run("from rooms.models import Room; Room.objects.filter(name='Random').update(name='Elsewhere')")
    fresh.restart()
    assert fresh.run(names).strip() == "['Elsewhere', 'General']"


@pytest.mark.parametrize("sig", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_within_seconds_and_says_so(fresh, sig):
    fresh.start()
    before = time.monotonic()
    assert stop(fresh.process, sig=sig) == 0
    assert time.monotonic() - before < 10
    assert said(fresh)[-1] == "Stopped."


def test_json_logs_are_json(fresh):
    fresh.env["LOG_FORMAT"] = "json"
    fresh.start()
    ready = json.loads(fresh.lines_with('"message": "GET /readyz"', since=0)[0])
    assert ready["logger"] == "chatsite.web.wsgi_bridge"
    assert (ready["level"], ready["status"], ready["client"]) == ("INFO", 200, "127.0.0.1")
    assert ready["request_id"]
