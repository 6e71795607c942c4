"""The process that reads pictures: bounded, and ignorant of the site."""

import json
import shutil
import socket
import tempfile

import pytest

from chatsite.pictures import apart
from chatsite.pictures.bounds import Bounds
from chatsite.pictures.confinement import NETWORK_VERSION, version
from chatsite.pictures.flaws import BadImage, Flaw
from tests.chatsite.pictures import works

USUAL = Bounds()


def run(work, *arguments, data=b"", bounds=USUAL):
    received = []
    with tempfile.TemporaryFile() as source:
        source.write(data)
        source.seek(0)
        apart.run(work, *arguments, source=source, sink=lambda output: received.append(output.read()), bounds=bounds)
    return received[0]


def test_it_reads_a_file_and_writes_what_it_made_of_it():
    assert run(works.echo, "3", data=b"picture") == b"picture" * 3


def test_it_knows_nothing_of_the_sites_environment(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "of the site")
    assert "SECRET_KEY" not in json.loads(run(works.tell_surroundings))["environment"]


@pytest.mark.parametrize(
    ("work", "flaw"),
    [
        (works.refuse, Flaw.TOO_MANY_PIXELS),
        (works.fail, Flaw.DAMAGED),
        (works.use_much_memory, Flaw.TOO_COSTLY),
        (works.use_much_time, Flaw.TOO_COSTLY),
        (works.do_nothing, Flaw.TOO_COSTLY),
    ],
)
def test_what_goes_wrong_is_a_flaw_of_the_picture(work, flaw):
    with pytest.raises(BadImage) as refusal:
        run(work, bounds=Bounds(cpu_s=1, wall_clock_s=3))
    assert refusal.value.flaw is flaw


def test_it_writes_no_file(tmp_path):
    target = tmp_path / "file"
    with pytest.raises(BadImage):
        run(works.write_a_file, data=str(target).encode())
    assert not target.exists() or target.read_bytes() == b""


def refused_or(result: bytes, work, data: str) -> None:
    """Check that something cannot be done; that it can be, where the kernel knows no Landlock."""
    if version() >= NETWORK_VERSION:
        with pytest.raises(BadImage):
            run(work, data=data.encode())
    else:
        assert run(work, data=data.encode()) == result


def test_it_reads_no_file_of_the_site(tmp_path):
    secret = tmp_path / "settings"
    secret.write_bytes(b"secret")
    refused_or(b"secret", works.read_a_file, str(secret))


def test_it_reads_no_settings_beside_the_code():
    readme = apart.START.parents[2] / "README.md"
    refused_or(readme.read_bytes(), works.read_a_file, str(readme))


def test_it_connects_nowhere():
    with socket.create_server(("127.0.0.1", 0)) as server:
        refused_or(b"connected", works.connect, str(server.getsockname()[1]))


def test_it_starts_no_program():
    refused_or(b"", works.start_a_program, shutil.which("true") or "")


def test_where_what_it_writes_cannot_be_taken_it_ends():
    def full(_output):
        raise OSError("no space left")

    with tempfile.TemporaryFile() as source, pytest.raises(OSError, match="no space"):
        apart.run(works.do_nothing, source=source, sink=full, bounds=Bounds())
