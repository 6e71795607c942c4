"""A fork of the preloaded process behaves as a process of its own."""

import signal

import pytest

from tests.support.forks import run_manage, start_manage
from tests.support.processes import wait_until
from tests.support.server import Server


def shell(code, *, server, **environment):
    return run_manage(["shell", "--verbosity=0", "-c", code], server.env | environment, within_s=60)


@pytest.fixture(scope="module")
def installation():
    server = Server()
    yield server
    server.discard()


def test_it_has_the_settings_of_its_own_environment(installation):
    code = "from django.conf import settings; print(settings.SITE_URL)"
    sites = ["http://harbour.example.org", "http://lighthouse.example.org"]
    assert [shell(code, server=installation, SITE_URL=site).stdout.strip() for site in sites] == sites


@pytest.mark.parametrize(("code", "returned"), [("raise SystemExit(7)", 7), ("1 / 0", 1)])
def test_its_exit_code_is_returned(code, returned, installation):
    done = shell(code, server=installation)
    assert done.returncode == returned
    assert ("ZeroDivisionError" in done.stderr) == (returned == 1)


def test_it_ends_when_it_is_killed(installation, tmp_path):
    log = tmp_path / "log"
    code = "import time; print('running'); time.sleep(100)"
    fork = start_manage(["shell", "--verbosity=0", "-c", code], installation.env, log=log)
    wait_until(lambda: "running" in log.read_text(), fork, log=log)
    assert fork.poll() is None
    fork.kill()
    assert fork.wait(10) == -signal.SIGKILL
    assert fork.poll() == -signal.SIGKILL


def test_a_server_of_another_checkout_runs_its_manage_py(tmp_path):
    (tmp_path / "manage.py").write_text("import sys; print('another version:', *sys.argv[1:])")
    server = Server(root=tmp_path)
    try:
        assert server.manage("check") == "another version: check\n"
    finally:
        server.discard()


def test_ctrl_c_interrupts_it(installation, tmp_path):
    log = tmp_path / "log"
    code = "import time; print('running'); time.sleep(100)"
    fork = start_manage(["shell", "--verbosity=0", "-c", code], installation.env, log=log)
    wait_until(lambda: "running" in log.read_text(), fork, log=log)
    fork.send_signal(signal.SIGINT)
    fork.wait(10)
    assert "KeyboardInterrupt" in log.read_text()
