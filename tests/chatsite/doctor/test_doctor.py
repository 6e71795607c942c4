"""The doctor finds nothing wrong where nothing is, and names each fault and how to mend it."""

import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
import redis
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from chatsite.doctor import machine, proxy
from chatsite.doctor.findings import Level
from chatsite.doctor.visit import Visitor
from tests.support.nginx import AnyNginx
from tests.support.processes import free_port, scratch_folder
from tests.support.server import ROOT, Server


def said(findings) -> str:
    """Return what is not fine, with how to fix it."""
    return "\n".join(f"{one.level.name} {one.sentence} → {one.fix}" for one in findings if one.level)


def faults(findings) -> list[str]:
    return [finding.sentence for finding in findings if finding.level is Level.WRONG]


# The machine


@pytest.mark.parametrize(
    ("examine", "changes", "expected"),
    [
        (
            "configuration",
            {"ALLOWED_HOSTS": ["*"]},
            "WRONG ALLOWED_HOSTS allows every host name. → List the host names",
        ),
        ("configuration", {"DEBUG": True}, "DOUBTFUL DEBUG is on"),
        ("configuration", {"WORKERS": 3, "REDIS_URL": ""}, "WRONG 3 workers need Redis"),
        (
            "configuration",
            {"TRUSTED_ORIGINS": ["https://a.example"]},
            "but cookies are also sent without TLS. → Set SECURE",
        ),
        ("configuration", {"SESSION_COOKIE_SECURE": False}, "SESSION_COOKIE_SECURE"),
        ("redis_server", {"REDIS_URL": "unix:///nowhere"}, "WRONG Redis doesn't respond"),
        ("folders", {"MEDIA_ROOT": "/no/such/folder"}, "WRONG The folder /no/such/folder doesn't exist. → Create it"),
        ("folders", {"MEDIA_ROOT": "/proc/1"}, "WRONG The folder /proc/1 is not writable"),
        (
            "mail",
            {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"},
            "DOUBTFUL Email is not configured",
        ),
        ("mail", {"ADMIN_EMAILS": []}, "DOUBTFUL ADMIN_EMAILS is not set"),
        ("mail", {"EMAIL_PORT": 1}, "WRONG The mail server can't be used"),
        (
            "mail",
            {"DEFAULT_FROM_EMAIL": "chatsite@localhost"},
            "WRONG Emails have a sender that can't receive replies",
        ),
        ("limits", {"WORKERS": 999}, "DOUBTFUL 999 workers share"),
    ],
)
def test_a_fault_of_the_machine_is_named(settings, examine, changes, expected):
    sound = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "ADMIN_EMAILS": ["root@example.org"],
        "DEFAULT_FROM_EMAIL": "chat@example.org",
    }
    for name, value in (sound | changes).items():
        setattr(settings, name, value)
    assert expected in said(getattr(machine, examine)())


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"EMAIL_PORT": 1}, "WRONG The test email to me@example.org was not sent: [Errno 111] Connection refused"),
        ({"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}, "WRONG No test email was sent"),
    ],
)
def test_a_test_email_that_was_not_sent_is_a_fault(settings, changes, expected):
    usual = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "127.0.0.1"}
    for name, value in (usual | changes).items():
        setattr(settings, name, value)
    assert expected in said(machine.send_test_mail("me@example.org"))


def test_a_test_email_goes_to_an_address_only():
    with pytest.raises(CommandError, match="argument --send-mail: nope is not an email address"):
        call_command("doctor", "--send-mail=nope")


@pytest.mark.parametrize(("difference_s", "word"), [(-90, "behind"), (3700, "ahead")])
def test_a_clock_that_goes_wrong_is_named(difference_s, word):
    assert f"The clock of the moon is {abs(difference_s)} s {word}" in said(
        machine.clock("moon", time.time() + difference_s)
    )
    assert not said(machine.clock("moon", time.time() + 1))


@pytest.mark.django_db
def test_a_sound_database_is_fine():
    assert faults(machine.database()) == []


@pytest.mark.parametrize("workers", [1, 2, 4, 5])
@pytest.mark.parametrize("listed", [1, 2, 4, 5])
def test_a_wrong_number_of_sockets_in_nginx_is_named(settings, tmp_path, workers, listed):
    settings.WORKERS, settings.WORKER_SOCKETS = workers, "/run/chatsite"
    text = (ROOT / "deploy" / "nginx" / "chatsite.conf").read_text()
    lines = "".join(f"    server unix:/run/chatsite/worker-{number}.sock;\n" for number in range(1, listed + 1))
    text = re.sub(r"(    server unix:\S+;\n)+", lines, text)
    (tmp_path / "sites-enabled").mkdir()
    (tmp_path / "sites-enabled" / "chatsite").write_text(f"# server unix:/run/chatsite/worker-9.sock;\n{text}")
    found = list(proxy.worker_sockets(tmp_path))
    assert len(faults(found)) == (0 if listed == workers else 2), said(found)
    word = "lacks" if listed < workers else "lists"
    assert all(word in sentence for sentence in faults(found))


def test_connections_are_counted_as_the_documentation_says(settings, monkeypatch):
    """docs/scaling.md: ``(WORKERS + 1) × (HTTP_THREADS + DATABASE_THREADS + 12)``."""
    settings.WORKERS, settings.HTTP_THREADS, settings.DATABASE_THREADS = 4, 8, 6
    facts = {"innodb_flush_log_at_trx_commit": 1, "log_bin": 0, "sync_binlog": 0, "now": time.time()}
    for allowed, is_enough in ((5 * 26, True), (5 * 26 - 1, False)):
        monkeypatch.setattr(machine, "_mysql_facts", lambda allowed=allowed: facts | {"max_connections": allowed})
        assert (faults(machine._mysql()) == []) is is_enough


@pytest.mark.django_db
def test_a_newer_schema_is_named():
    MigrationRecorder(connection).record_applied("rooms", "9999_from_the_future")
    assert "created by a newer version (it has rooms.9999_from_the_future). → Install that" in said(machine.database())


@pytest.mark.django_db
def test_a_missing_migration_is_named():
    MigrationRecorder(connection).migration_qs.filter(app="feedback").delete()
    assert " migrations are missing. → Run manage.py prepare" in said(machine.database())


@pytest.fixture
def installation():
    """Return an installation that has never been started."""
    server = Server()
    yield server
    server.discard()


def doctor(server, *arguments) -> str:
    return server.manage("doctor", "--no-color", *arguments, check=False)


def test_a_damaged_database_is_named(installation):
    file = installation.folder / "data" / "chatsite.sqlite3"
    file.parent.mkdir()
    file.write_bytes(b"no database" * 1000)
    assert "✗ The database (SQLite " in doctor(installation)


def test_a_database_that_may_forget_is_named(installation):
    installation.env["SQLITE_SYNCHRONOUS"] = "NORMAL"
    assert "! A power failure can lose the last acknowledged messages.\n    → Set SQLITE_SYNC" in doctor(installation)


def test_a_database_out_of_reach_is_named(installation):
    installation.env["DATABASE_URL"] = "mysql://a:b@localhost/c?unix_socket=/nowhere"
    found = doctor(installation)
    assert "can't be reached" in found
    assert "→ Start the database server, or correct DATABASE_URL." in found


def test_a_low_limit_of_open_files_is_named(installation):
    command = ["bash", "-c", f"ulimit -n 512; exec {sys.executable} manage.py doctor --no-color"]
    done = subprocess.run(command, cwd=ROOT, env=installation.env, capture_output=True, text=True, check=False)
    assert "! A process can open 512 files" in done.stdout
    assert done.returncode == 1  # the database has no schema yet


# MariaDB and Redis


@pytest.fixture
def lax_mariadb(mariadb_server):
    """Return the private MariaDB, whose global variables are put back."""
    yield mariadb_server
    mariadb_server.execute("SET GLOBAL innodb_flush_log_at_trx_commit=1, GLOBAL max_connections=400")


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ("GLOBAL innodb_flush_log_at_trx_commit=2", "✗ The database acknowledges commits before they are on disk"),
        ("GLOBAL max_connections=11", "✗ The database allows 11 connections; the workers may need"),
    ],
)
def test_a_lax_mariadb_is_named(installation, lax_mariadb, variables, expected):
    installation.env["DATABASE_URL"] = lax_mariadb.create_database(f"doctor_{free_port()}")
    lax_mariadb.execute(f"SET {variables}")
    assert expected in doctor(installation)


def test_a_mariadb_of_another_character_set_is_named(installation, mariadb_server):
    mariadb_server.execute("CREATE OR REPLACE DATABASE latin_letters CHARACTER SET latin1")
    installation.env["DATABASE_URL"] = mariadb_server.url("latin_letters")
    assert "✗ The database's character set is latin1" in doctor(installation)


def test_a_redis_that_is_full_or_closed_is_named(settings, redis_server):
    settings.REDIS_URL = redis_server.url
    with redis.Redis.from_url(redis_server.url) as client:
        assert said(machine.redis_server()) == ""
        client.config_set("maxmemory", client.info("memory")["used_memory"])
        assert "WRONG Redis uses more than 90% of its memory limit." in said(machine.redis_server())
        client.config_set("maxmemory", 0)
        client.config_set("requirepass", "secret")
        assert "WRONG Redis doesn't respond: Authentication required" in said(machine.redis_server())
        client.execute_command("AUTH", "secret")
        client.config_set("requirepass", "")


# The public address


class Proxy(AnyNginx):
    """An nginx that someone set up by themselves: ``location`` is all that it knows of ``target``."""

    def __init__(self, target: str, location: str, *, outside: str = ""):
        super().__init__(free_port())
        self.url = f"http://127.0.0.1:{self.port}"
        site = f"server {{ listen 127.0.0.1:{self.port}; location / {{ {location} proxy_pass {target}; }} }}"
        self.serve(f"access_log off; {outside} {site}")


UPGRADE = (
    "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $http_connection;"
)
HOST = "proxy_set_header Host $http_host;"
UPLOADS = "client_max_body_size 6m;"


@pytest.mark.nginx
@pytest.mark.parametrize(
    ("location", "expected"),
    [
        (UPGRADE + HOST + UPLOADS, ""),
        (HOST + UPLOADS, "WRONG WebSocket connections fail"),
        (UPGRADE + HOST, "WRONG The proxy refuses uploads of 5 MB (status 413). → Raise its limit (nginx: client_max"),
        (UPGRADE + UPLOADS + "proxy_set_header Host chat.example.org;", "is not an allowed host. → Add its host"),
        (
            UPGRADE + HOST + UPLOADS + "proxy_hide_header Content-Security-Policy;",
            "WRONG The proxy removes security headers",
        ),
        ("return 302 https://elsewhere.example/;", "WRONG http://127.0.0.1:PORT redirects to https://elsewhere"),
    ],
    ids=["sound", "no upgrade", "small uploads", "other host", "bare pages", "elsewhere"],
)
def test_a_fault_of_the_proxy_is_named(plain_server, location, expected):
    with Proxy(plain_server.url, location) as proxy:
        found = said(Visitor(proxy.url).examine()).replace(str(proxy.port), "PORT")
    assert expected in found
    assert ("WRONG" in found) == bool(expected)


@pytest.fixture(scope="module")
def plain_server(make_server):
    """Return one worker, as it is without a proxy."""
    return make_server()


def test_a_site_without_a_proxy_is_fine_but_for_tls(plain_server):
    found = said(Visitor(plain_server.url).examine())
    assert found.startswith(f"DOUBTFUL {plain_server.url} has no TLS")
    assert "WRONG" not in found


@pytest.mark.nginx
def test_workers_in_turns_are_named(make_server, mariadb_server, redis_server):
    sockets = scratch_folder()
    shared = {"WORKER_SOCKETS": str(sockets), "TRUSTED_PROXIES": "unix"}
    make_server(database_url=mariadb_server.url("turns"), redis_url=redis_server.url, workers=2, env=shared)
    upstream = "".join(f"server unix:{sockets}/worker-{number}.sock;" for number in (1, 2))
    with Proxy("http://turns", UPGRADE + HOST + UPLOADS, outside=f"upstream turns {{ {upstream} }}") as proxy:
        assert "WRONG Long-polling requests of one session reach different workers." in said(
            Visitor(proxy.url).examine()
        )
    shutil.rmtree(sockets)


def test_an_address_that_no_one_answers_is_named():
    assert "can't be reached" in said(Visitor(f"http://127.0.0.1:{free_port()}").examine())


@contextmanager
def another_program():
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_error(404)

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_another_program_at_the_address_is_named():
    with another_program() as url:
        assert "is served by another program (status 404). → Start serve" in said(Visitor(url).examine())


def test_the_command_ends_with_1_and_counts_the_faults(plain_server):
    found = doctor(plain_server, "--url", "http://127.0.0.1:1")
    assert "✗ http://127.0.0.1:1 can't be reached" in found
    assert "Problems: 1. Fix them from the top" in found


def test_the_command_is_content_with_a_sound_installation(plain_server):
    assert doctor(plain_server, "--url", plain_server.url).endswith("No problems found.\n")
