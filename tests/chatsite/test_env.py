"""The readers of the environment: a value that makes no sense stops the start with a sentence that names it."""

import socket
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from chatsite import env
from chatsite.serve.proxies import is_proxy


def read(monkeypatch, value, reader, *arguments, **options):
    if value is not None:
        monkeypatch.setenv("THING", value)
    return reader("THING", *arguments, **options)


def unreadable(path):
    """Make a file that no user can open, root neither: a socket."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


READS = [
    (env.text, ("d",), {}, None, "d"),
    (env.text, ("d",), {}, " x ", "x"),
    (env.boolean, (), {"default": True}, None, True),
    (env.boolean, (), {"default": True}, "Off", False),
    (env.boolean, (), {"default": False}, "1", True),
    (env.integer, (5,), {"minimum": 1, "maximum": 9}, "", 5),
    (env.integer, (5,), {"minimum": 1, "maximum": 9}, "9", 9),
    (env.number, (0.5,), {"minimum": 0, "maximum": 1}, "0.25", 0.25),
    (env.choice, ("a", ["a", "b"]), {}, "b", "b"),
    (env.words, (), {}, "a, b ,,c", ["a", "b", "c"]),
    (env.words, (["z"],), {}, "", ["z"]),
    (env.hosts, (["localhost"],), {}, "chat.example.org,.a.org,[::1],*", ["chat.example.org", ".a.org", "[::1]", "*"]),
    (env.origins, (), {}, "https://a.example,http://b:8000", ["https://a.example", "http://b:8000"]),
    (env.addresses, (), {}, "a@example.org", ["a@example.org"]),
    (env.listed, (is_proxy, "proxies"), {}, "127.0.0.1,10.0.0.0/8,unix", ["127.0.0.1", "10.0.0.0/8", "unix"]),
    (env.networks, (), {}, "127.0.0.1,10.0.0.0/8,::1", ["127.0.0.1", "10.0.0.0/8", "::1"]),
    (env.folder, (Path("/srv"),), {}, "/tmp/../tmp", Path("/tmp")),
    (env.redis_url, (), {}, "redis://localhost:6379/0", "redis://localhost:6379/0"),
    (env.secret, (), {}, "k" * 32, "k" * 32),
]  # fmt: skip


@pytest.mark.parametrize(("reader", "arguments", "options", "value", "expected"), READS)
def test_a_good_value_is_read(monkeypatch, reader, arguments, options, value, expected):
    assert read(monkeypatch, value, reader, *arguments, **options) == expected


REFUSALS = [
    (env.boolean, (), {"default": True}, "maybe"),
    (env.integer, (5,), {"minimum": 1, "maximum": 9}, "10"),
    (env.integer, (5,), {"minimum": 1, "maximum": 9}, "1_0"),
    (env.integer, (5,), {"minimum": 1, "maximum": 9}, "²"),
    (env.number, (0.5,), {"minimum": 0, "maximum": 1}, "nan"),
    (env.choice, ("a", ["a", "b"]), {}, "B"),
    (env.hosts, (["localhost"],), {}, "https://chat.example.org"),
    (env.hosts, (["localhost"],), {}, "chat.example.org:443"),
    (env.origins, (), {}, "chat.example.org"),
    (env.origins, (), {}, "https://chat.example.org/"),
    (env.origins, (), {}, "http://[::1"),
    (env.addresses, (), {}, "nobody"),
    (env.listed, (is_proxy, "proxies"), {}, "10.0.0.0/99"),
    (env.listed, (is_proxy, "proxies"), {}, "nginx"),
    (env.networks, (), {}, "10.0.0.0/99"),
    (env.networks, (), {}, "unix"),
    (env.database, ("sqlite:///x",), {}, "postgres://u@h/d"),
    (env.database, ("sqlite:///x",), {}, "mysql://u:p@host:notaport/d"),
    (env.database, ("sqlite:///x",), {}, "mysql://u:p@host"),
    (env.email, ("consolemail://",), {}, "carrier-pigeon://coop"),
    (env.redis_url, (), {}, "localhost:6379"),
    (env.secret, (), {}, "short"),
]


@pytest.mark.parametrize(("reader", "arguments", "options", "value"), REFUSALS)
def test_a_bad_value_is_refused_by_name(monkeypatch, reader, arguments, options, value):
    with pytest.raises(ImproperlyConfigured, match=r"THING .+[.]"):
        read(monkeypatch, value, reader, *arguments, **options)


@pytest.mark.parametrize("value", ["short", "tooshorttobesafe"])
def test_a_bad_secret_is_never_shown(monkeypatch, value):
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(monkeypatch, value, env.secret)
    assert value not in str(refusal.value)


def test_a_database_password_is_never_shown(monkeypatch):
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(monkeypatch, "postgres://u:hunter2@h/d", env.database, "sqlite:///x")
    assert "hunter2" not in str(refusal.value)


def test_the_real_environment_wins_over_the_file(monkeypatch, tmp_path):
    file = tmp_path / "env"
    file.write_text("THING=file\nOTHER_THING=file\n")
    monkeypatch.setenv("THING", "real")
    monkeypatch.delenv("OTHER_THING", raising=False)
    env.load_env_file(file)
    assert (env.text("THING"), env.text("OTHER_THING")) == ("real", "file")
    monkeypatch.delenv("OTHER_THING")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (None, "which is not there"),
        (Path.mkdir, "cannot be read"),
        (unreadable, "cannot be read"),
        (lambda path: path.write_text("PORT=80", encoding="utf-16"), "not text in UTF-8"),
    ],
)
def test_a_settings_file_that_is_named_is_read_or_the_start_is_refused(monkeypatch, tmp_path, make, said):
    """Docker makes a folder of a file that is not there to be mounted."""
    path = tmp_path / "env"
    monkeypatch.setenv("ENV_FILE", str(path))
    if make:
        make(path)
    with pytest.raises(ImproperlyConfigured, match=said):
        env.load_env_file(path)


def test_without_a_name_there_need_be_no_settings_file(monkeypatch, tmp_path):
    monkeypatch.delenv("ENV_FILE", raising=False)
    env.load_env_file(tmp_path / ".env")
    env.load_env_file(tmp_path)
