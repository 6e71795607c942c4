"""One ``serve`` at a time uses an installation, and takes no socket that another serves."""

import socket

import pytest
from django.core.management import CommandError, call_command

from chatsite.serve.installation import NotReady
from chatsite.serve.listeners import _own_sockets
from tests.support.processes import free_port
from tests.support.server import Server


def test_a_socket_that_is_served_is_left_alone(settings, tmp_path, monkeypatch):
    monkeypatch.setattr("chatsite.serve.listeners.LEAVE_S", 0.1)
    settings.WORKER_SOCKETS = str(tmp_path)
    [first] = _own_sockets(1)
    with first, pytest.raises(NotReady, match="in use by another process"):
        _own_sockets(1)
    [again] = _own_sockets(1)  # no one serves it any more
    with again, socket.socket(socket.AF_UNIX) as visitor:
        visitor.connect(str(tmp_path / "worker-1.sock"))


@pytest.mark.parametrize("make", ["write_bytes", "mkdir"])
def test_what_is_no_socket_is_left_alone(settings, tmp_path, make):
    settings.WORKER_SOCKETS = str(tmp_path)
    path = tmp_path / "worker-1.sock"
    path.mkdir() if make == "mkdir" else path.write_bytes(b"mine")
    with pytest.raises(NotReady, match="is not a socket"):
        _own_sockets(1)
    assert path.exists()


@pytest.mark.parametrize("name", ["serving.lock", "prepare.lock"])
def test_a_lock_that_another_user_made_is_named(name):
    """A folder stands for a file of root's: nothing can open it for writing, root neither."""
    server = Server()
    try:
        (server.folder / "data" / name).mkdir(parents=True)
        code, said = server.try_to_serve()
    finally:
        server.discard()
    assert code == 1
    assert f"{name} cannot be opened: Is a directory." in said
    assert "Traceback" not in said


@pytest.mark.slow
def test_a_second_service_of_the_same_installation_is_refused_and_the_first_goes_on():
    with Server(env={"WORKER_SOCKETS": None}) as server:
        code, said = server.try_to_serve("--port", free_port())
        assert code == 1
        assert f"already served by process {server.process.pid} at 127.0.0.1:{server.port}" in said
        assert "Traceback" not in said
        assert server.is_ready()
        server.restart()


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["0", "-1", "257"])
def test_a_number_of_workers_that_is_none(workers):
    server = Server()
    try:
        code, said = server.try_to_serve("--workers", workers)
    finally:
        server.discard()
    assert code == 2
    assert f"the number of workers must be 1 to 256, not {workers}" in said


def test_a_port_that_is_none():
    with pytest.raises(CommandError, match="argument --port: the port must be 0 to 65535, not 99999"):
        call_command("serve", "--port=99999")
