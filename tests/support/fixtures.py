"""The fixtures that every test may use (a pytest plugin)."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import caches
from django.test import override_settings

from tests.support.prepared import begin_prepared
from tests.support.server import Server
from tests.support.services import MariaDB, Redis

# Database and Redis of the lane, as the environment of this test run says.
LANE_DATABASE = os.environ.get("DATABASE_URL", "")
LANE_REDIS = os.environ.get("REDIS_URL", "")


@pytest.fixture(scope="session", autouse=True)
def _private_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep uploads out of the work tree, and serve static files from where they are written."""
    media = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=media, WHITENOISE_AUTOREFRESH=True, WHITENOISE_USE_FINDERS=True):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Put SQLite's test database into a file, as in production: in memory it has no WAL and other locks."""
    from django.conf import settings

    default = settings.DATABASES["default"]
    if default["ENGINE"] == "django.db.backends.sqlite3":
        default["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(autouse=True)
def _empty_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """Leave no counter of a rate limit to the next test."""
    yield
    if request.node.get_closest_marker("django_db") or "db" in request.fixturenames:
        caches["default"].clear()


@pytest.fixture(autouse=True)
def _site_as_installed() -> None:
    """Keep the site's identity as installed, without looking, until the test changes it through its service."""
    from chatsite.site.identity import Identity, reader

    reader.hold(Identity())


# People for tests of services, endpoints and sockets: Alice owns, Bob is a member, Charlie is outside.


@dataclass(frozen=True)
class People:
    """The cast."""

    alice: Any
    bob: Any
    charlie: Any


@pytest.fixture
def make_user(db: None) -> Callable[..., Any]:
    """Return a function that creates a person: ``make_user("Dora")``."""
    from accounts.models import User
    from tests.support.callers import PASSWORD

    def make(name: str, **fields: Any) -> User:
        return User.objects.create_user(
            **{"email": f"{name.lower()}@example.org", "password": PASSWORD} | fields, name=name
        )

    return make


@pytest.fixture
def people(make_user: Callable[..., Any]) -> People:
    """Return Alice, Bob and Charlie."""
    return People(make_user("Alice"), make_user("Bob"), make_user("Charlie"))


@pytest.fixture
def alice(people: People) -> Any:
    """Return Alice, who owns things."""
    return people.alice


@pytest.fixture
def bob(people: People) -> Any:
    """Return Bob, who is a member."""
    return people.bob


@pytest.fixture
def charlie(people: People) -> Any:
    """Return Charlie, who is outside."""
    return people.charlie


# Servers


@pytest.fixture(scope="module")
def make_server() -> Iterator[Callable[..., Server]]:
    """Return a function that starts an installation on the lane's engine; the module's end stops them all."""
    servers: list[Server] = []

    def make(**options: Any) -> Server:
        options = {"database_url": LANE_DATABASE, "redis_url": LANE_REDIS} | options
        server = Server(**options)
        servers.append(server)
        begin_prepared(server, database_url=options["database_url"], own=set(options.get("env", {})))
        server.start()
        return server

    yield make
    for server in servers:
        server.stop()
        server.discard()


@pytest.fixture(scope="module")
def running_server(make_server: Callable[..., Server]) -> Server:
    """Return the module's installation."""
    return make_server()


@pytest.fixture
def server(running_server: Server, request: pytest.FixtureRequest) -> Iterator[Server]:
    """Return the running installation; what it logs is shown with a failure, and must hold no traceback."""
    if running_server.process.poll() is not None:
        running_server.start()
    start = running_server.log_position()
    yield running_server
    running_server.close_callers()
    logged = running_server.log_since(start)
    request.node.add_report_section("teardown", "server log", logged[-8000:])
    assert "Traceback" not in logged, logged[-8000:]


@pytest.fixture(scope="session")
def _session_mariadb() -> Iterator[MariaDB]:
    with MariaDB() as mariadb:
        yield mariadb


@pytest.fixture(scope="session")
def _session_redis() -> Iterator[Redis]:
    with Redis() as redis:
        yield redis


@pytest.fixture
def mariadb_server(_session_mariadb: MariaDB) -> Iterator[MariaDB]:
    """Return a MariaDB that the test may stop, kill and start; it runs again afterwards."""
    yield _session_mariadb
    revive(_session_mariadb)


@pytest.fixture
def redis_server(_session_redis: Redis) -> Iterator[Redis]:
    """Return a Redis that the test may stop, kill and start; it runs again afterwards."""
    yield _session_redis
    revive(_session_redis)


def revive(service: MariaDB | Redis) -> None:
    """Start ``service`` again if a test ended it."""
    service.resume()
    if service.process.poll() is not None:
        service.start()
