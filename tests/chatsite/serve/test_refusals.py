"""What keeps ``manage.py serve`` from starting is said in one sentence that names the mend."""

import os
import socket

import pytest

from chatsite.serve.installation import NotReady, ensure_secret_key
from tests.support.server import Server

pytestmark = pytest.mark.slow

# The product's settings alone: those of the tests would bring a key.
PRODUCT = {"DJANGO_SETTINGS_MODULE": "chatsite.settings"}


@pytest.fixture
def refused(tmp_path):
    """Return a function that tries to serve and returns the last line it said."""

    def refused(*arguments, **options):
        server = Server(**options)
        try:
            code, output = server.try_to_serve(*arguments)
        finally:
            server.discard()
        assert code == 1
        assert "Traceback" not in output
        return output.strip().splitlines()[-1]

    return refused


def test_a_taken_port(refused):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert refused("--port", port) == (
            f"CommandError: Port {port} is in use by another program. Choose another with --port."
        )


def test_an_address_of_another_machine(refused):
    assert "192.0.2.1 is not an address of this machine" in refused("--host", "192.0.2.1")


@pytest.mark.parametrize("port", ["x", "70000", "-1"])
def test_a_port_that_is_none(port):
    server = Server()
    code, output = server.try_to_serve("--port", port)
    assert (code, "--port" in output, "Traceback" in output) == (2, True, False)


def test_a_folder_that_cannot_be_made(refused, tmp_path):
    (tmp_path / "file").touch()
    line = refused(env={"DATA_DIR": str(tmp_path / "file" / "data")})
    assert line.startswith(f"CommandError: The folder {tmp_path}/file/data can't be created: ")
    assert line.endswith("Check DATA_DIR.")


def test_a_key_file_that_is_a_folder(refused, tmp_path):
    line = refused(env=PRODUCT | {"SECRET_KEY": None, "ENV_FILE": str(tmp_path)})
    assert line == f"manage.py: The settings in {tmp_path} cannot be read: Is a directory."


@pytest.mark.parametrize("place", ["", "nowhere/env"], ids=["a folder", "in no folder"])
def test_a_key_file_that_cannot_be_written(settings, monkeypatch, tmp_path, place):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    settings.ENV_FILE = tmp_path / place
    with pytest.raises(NotReady, match=r"The secret key can't be written to .+\. Set SECRET_KEY\."):
        ensure_secret_key()


def test_a_named_file_of_settings_that_is_missing(refused, tmp_path):
    line = refused(env=PRODUCT | {"ENV_FILE": str(tmp_path / "nowhere" / "env")})
    assert line.startswith(f"manage.py: ENV_FILE names {tmp_path}/nowhere/env, which is not there.")
    assert not (tmp_path / "nowhere").exists()


NOWHERE = ["mysql://nobody:x@127.0.0.1:1/none", "sqlite:////proc/nowhere/x.sqlite3"]


@pytest.mark.parametrize("command", ["seed", "check_data", "migrate", "stats", "backup x.backup", "restore x.backup"])
@pytest.mark.parametrize("url", NOWHERE, ids=["mysql", "sqlite"])
def test_a_command_without_its_database_says_one_sentence(command, url):
    server = Server(env={"DATABASE_URL": url})
    try:
        said = server.manage(*command.split(), check=False)
    finally:
        server.discard()
    assert "Traceback" not in said
    assert len(said.strip().splitlines()) == 1


def test_a_key_file_that_is_none(refused, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert "not a file" in refused(env=PRODUCT | {"SECRET_KEY": None, "ENV_FILE": str(tmp_path / "pipe")})


def test_a_key_that_is_empty(refused):
    assert refused(env={"SECRET_KEY": ""}).startswith("CommandError: SECRET_KEY is empty.")


def test_a_database_that_does_not_answer(refused):
    line = refused(database_url="", env={"DATABASE_URL": "mysql://chat:hunter2@127.0.0.1:1/chat"})
    assert line.startswith("CommandError: The database (MySQL chat at 127.0.0.1:1) can't be reached: ")
    assert "hunter2" not in line


def test_a_setting_that_makes_no_sense(refused):
    assert refused(env={"LOG_FORMAT": "xml"}) == "manage.py: LOG_FORMAT must be one of text, json; it is 'xml'."


def test_several_workers_on_sqlite():
    server = Server(env={"DATABASE_URL": "", "REDIS_URL": ""})
    code, output = server.try_to_serve("--workers", "2")
    assert code == 1
    assert "chat.E001" in output
    assert "chat.E002" in output


def test_a_database_of_a_newer_version(make_server):
    server = make_server()
    server.run(
        "from django.db.migrations.recorder import MigrationRecorder as R;"
        "from django.db import connection; R(connection).record_applied('rooms', '9999_from_the_future')"
    )
    server.stop()
    code, output = server.try_to_serve()
    assert code == 1
    assert "created by a newer version (it has rooms.9999_from_the_future)" in output


def mysql_refusal(mariadb_server, *, prepare="", options="", name):
    url = mariadb_server.create_database(name)
    mariadb_server.execute(prepare or "SELECT 1")
    server = Server(env={"DATABASE_URL": url + options})
    try:
        code, output = server.try_to_serve()
    finally:
        server.discard()
        mariadb_server.execute("SET GLOBAL default_storage_engine=InnoDB")
    assert code == 1
    return output


def test_a_mysql_that_would_lose_emoji(mariadb_server):
    prepare = "ALTER DATABASE latin CHARACTER SET latin1"
    assert "chat.E010" in mysql_refusal(mariadb_server, name="latin", prepare=prepare)


def test_a_mysql_with_another_isolation(mariadb_server):
    options = "&isolation_level=serializable"
    assert "is SERIALIZABLE" in mysql_refusal(mariadb_server, name="isolated", options=options)


def test_a_mysql_without_transactions(mariadb_server):
    prepare = "SET GLOBAL default_storage_engine=MyISAM"
    assert "chat.E011" in mysql_refusal(mariadb_server, name="myisam", prepare=prepare)


def test_an_unknown_mysql_database_is_named(mariadb_server, refused):
    line = refused(env={"DATABASE_URL": mariadb_server.url("missing")})
    assert "Unknown database 'missing'" in line


def test_mysql_without_its_c_driver_serves_with_the_other(mariadb_server, tmp_path):
    (tmp_path / "MySQLdb.py").write_text("raise ImportError('not installed')")
    env = {"DATABASE_URL": mariadb_server.create_database("pure"), "PYTHONPATH": str(tmp_path)}
    with Server(env=env) as server:
        assert "PyMySQL" in server.manage("check", check=False)
        assert server.register("Ada").user["name"] == "Ada"


def test_mysql_without_any_driver(refused, tmp_path):
    for module in ("MySQLdb", "pymysql"):
        (tmp_path / f"{module}.py").write_text("raise ImportError('not installed')")
    env = {"DATABASE_URL": "mysql://u:p@localhost/d", "PYTHONPATH": str(tmp_path)}
    assert "no driver is installed: pip install -r requirements-mysql.txt" in refused(env=env)
