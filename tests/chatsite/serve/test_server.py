"""The running installation: it starts, restarts and stops in order."""

import subprocess
import sys

import httpx

from tests.support.processes import answers, free_port, spawn, stop, wait_until
from tests.support.server import ROOT


def test_a_started_server_says_that_it_is_ready(server):
    assert httpx.get(f"{server.url}/healthz").json() == {"status": "ok"}
    assert httpx.get(f"{server.url}/readyz").json() == {"status": "ready"}


def test_a_restarted_server_keeps_port_and_data(server):
    server.run("from accounts.models import User; User.objects.create_user(email='ada@example.org', name='Ada')")
    server.restart()
    assert server.run("from accounts.models import User; print(User.objects.get().name)").strip() == "Ada"


def test_a_killed_server_starts_again(server):
    server.kill()
    server.start()
    assert httpx.get(f"{server.url}/readyz").is_success


def test_stopping_is_clean(server):
    assert server.stop() == 0
    assert server.log_since().splitlines()[-1] == "Stopped."


def test_any_asgi_server_can_import_the_application(server):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", "from chatsite.asgi import application"],
        cwd=ROOT, env=server.env | {"DJANGO_SETTINGS_MODULE": "chatsite.settings"}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.stderr.decode() == ""


def test_a_process_that_serves_imports_no_other_server(server):
    code = "import sys, chatsite.asgi; print(sorted({'daphne', 'twisted', 'autobahn'} & sys.modules.keys()))"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, env=server.env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_djangos_own_runserver_serves_too(server):
    port = free_port()
    command = [sys.executable, "manage.py", "runserver", "--noreload", str(port)]
    log = server.folder / "runserver.log"
    daphne = spawn(command, log=log, env=server.env, cwd=ROOT)
    try:
        wait_until(lambda: answers(port=port), daphne, log=log)
        assert httpx.get(f"http://127.0.0.1:{port}/readyz").json() == {"status": "ready"}
        assert httpx.get(f"http://127.0.0.1:{port}/socket.io/?EIO=4&transport=polling").text.startswith("0{")
    finally:
        stop(daphne)
    assert "Daphne" in log.read_text()
    assert "Traceback" not in log.read_text()
