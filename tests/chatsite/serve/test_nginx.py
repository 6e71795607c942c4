"""A whole site as it is deployed: nginx, four workers, MariaDB and Redis, all set up by the files of deploy/."""

import asyncio
import re
import secrets
import socket
import subprocess
from contextlib import AsyncExitStack

import aiohttp
import httpx
import pytest

from tests.accounts.pictures import samples
from tests.messaging.live.conftest import new_room
from tests.support.callers import PASSWORD, Caller
from tests.support.nginx import Nginx
from tests.support.node import node_client
from tests.support.processes import free_port, program, scratch_folder
from tests.support.server import ROOT, Server
from tests.support.services import Redis
from tests.support.sockets import Listener

pytestmark = [pytest.mark.nginx, pytest.mark.mariadb, pytest.mark.redis]
DEPLOY = ROOT / "deploy"
METRICS_TOKEN, METRICS_HOST = secrets.token_urlsafe(24), "198.51.100.7"
FORGED = {
    "X-Forwarded-For": "198.51.100.7",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-Host": "evil.example",
    "X-Real-IP": "198.51.100.7",
    "Forwarded": "for=198.51.100.7;proto=http;host=evil.example",
}


class RestrictedRedis(Redis):
    """A Redis with the shipped configuration, its access rules included."""

    password = secrets.token_urlsafe(24)

    def command(self):
        """Return its command line; a socket in place of the port."""
        shipped = (DEPLOY / "redis" / "chatsite.conf").read_text().replace("CHANGE-ME", self.password)
        (self.folder / "conf").write_text(shipped)
        return [program("redis-server"), self.folder / "conf", "--port", "0", "--unixsocket", self.socket]

    @property
    def url(self):
        """Return its ``REDIS_URL``."""
        return f"unix://chatsite:{self.password}@{self.socket}"


class Site:
    """The parts."""

    def __init__(self, mariadb, redis):
        password = secrets.token_urlsafe(24)
        set_up = (DEPLOY / "mariadb" / "setup.sql").read_text().replace("CHANGE-ME", password)
        mariadb.execute(set_up.replace("chatsite@localhost", "deployed@localhost"))  # the tests have a chatsite already
        self.sockets = scratch_folder()
        port = free_port()
        self.server = Server(
            redis_url=redis.url,
            workers=4,
            env={
                "SITE_URL": f"https://127.0.0.1:{port}",
                "DATABASE_URL": f"mysql://deployed:{password}@localhost/chatsite?unix_socket={mariadb.socket}",
                "REDIS_PREFIX": "chat",
                "WORKER_SOCKETS": str(self.sockets),
                "TRUSTED_PROXIES": "unix",
                "MEDIA_ACCEL": "/internal-media/",
                "ALLOWED_HOSTS": "127.0.0.1",
                "TRUSTED_ORIGINS": f"https://127.0.0.1:{port}",
                "SECURE_COOKIES": "true",
                "HSTS_SECONDS": "31536000",
                "LOG_FORMAT": "json",
                "METRICS_TOKEN": METRICS_TOKEN,
                "METRICS_HOSTS": METRICS_HOST,
            },
        )
        self.nginx = Nginx(self.server, sockets=self.sockets, port=port)
        self.callers = []

    def caller(self, **options):
        """Return an HTTP client through nginx."""
        self.callers.append(Caller(self.nginx.url, verify=self.nginx.trust(), **options))
        return self.callers[-1]

    def people(self, *names):
        """Return the clients of new people."""
        return [self.caller().register(name) for name in names]


@pytest.fixture(scope="module")
def _site(_session_mariadb):
    with RestrictedRedis() as redis:
        site = Site(_session_mariadb, redis)
        with site.server, site.nginx:
            yield site
    _session_mariadb.execute("DROP DATABASE chatsite; DROP USER deployed@localhost")


@pytest.fixture
def site(_site):
    """Return the running site; only what a test asks for may be in the error log of nginx."""
    yield _site
    while _site.callers:
        _site.callers.pop().close()
    meant = re.compile("too large body|limiting requests|[.][.]/|buffered to a temporary file")
    assert [line for line in _site.nginx.errors() if not meant.search(line)] == []


async def connect(people, site, stack):
    """Connect each of ``people``, by WebSocket and by long-polling alone in turn, with the stock Python client."""
    listeners = []
    for number, person in enumerate(people):
        connector = aiohttp.TCPConnector(ssl=site.nginx.trust())
        # The Python client sends a header only with its first request of a long-polling session.
        kept = {"Cookie": person.cookie_header()}
        session = await stack.enter_async_context(aiohttp.ClientSession(connector=connector, headers=kept))
        listener = Listener(person, http_session=session)
        stack.push_async_callback(listener.close)
        await listener.connect(transports=[["websocket"], ["polling"]][number % 2], wait_timeout=10)
        listeners.append(listener)
    return listeners


async def test_stock_clients_talk_by_websocket_and_by_polling(site):
    people = site.people(*(f"Person{number}" for number in range(8)))
    room_id = new_room(people[0], "Behind nginx", *people[1:])
    async with AsyncExitStack() as stack:
        # aiohttp, "Graceful Shutdown": a TLS connection is closed some turns of the loop after its session.
        stack.push_async_callback(asyncio.sleep, 0.25)
        listeners = await connect(people, site, stack)
        for listener in listeners:
            await listener.succeeds("join_room", room_id=room_id)
        for number in range(5):
            await asyncio.gather(*(listener.says(room_id, f"{number}") for listener in listeners))
        for listener in listeners:
            await listener.receives("new_message", lambda _, its=listener: len(its.all_of("new_message")) == 40)
            seqs = [event["message"]["seq"] for event in listener.all_of("new_message")]
            assert seqs == sorted(seqs)
            assert not listener.all_of("disconnect")


@pytest.mark.node
async def test_stock_node_clients_talk_by_websocket_and_by_polling_with_the_upgrade(site):
    people = site.people(*(f"Person{number}" for number in range(4)))
    room_id = new_room(people[0], "Node behind nginx", *people[1:])
    ways = [["websocket"], []] * 2  # from the start, or by the upgrade
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(
                node_client(person, room_id, transports=way, trusted=site.nginx.certificate)
            )
            for person, way in zip(people, ways, strict=True)
        ]
        for number in range(3):
            await asyncio.gather(*(client.says(f"{number}") for client in clients))
        for client, way in zip(clients, ways, strict=True):
            while len(client.all_of("new_message")) < 12 or not (way or client.all_of("upgrade") == ["websocket"]):
                await client.listen()
        received = [client.all_of("new_message") for client in clients]
        assert received == [received[0]] * 4
        assert [event["prev_version"] for event in received[0]] == sorted(
            event["prev_version"] for event in received[0]
        )


def test_a_polling_session_stays_with_its_worker(site):
    """Each handshake is repeated with its session id, which one worker alone knows."""
    for _ in range(12):
        caller = site.caller(headers={"Cookie": f"sessionid={secrets.token_hex(16)}"})
        handshake = caller.get("/socket.io/?EIO=4&transport=polling").text
        sid = re.search(r'"sid":"([^"]+)"', handshake)[1]
        for _ in range(3):
            assert caller.post(f"/socket.io/?EIO=4&transport=polling&sid={sid}", content="3").text == "ok"


def test_an_uploaded_picture_comes_back_from_nginx_with_the_products_headers(site):
    [ada] = site.people("Ada")
    drawn = samples.saved(samples.corners(), "PNG")
    answer = ada.post("/auth/profile/upload", files={"file": ("ada.png", drawn, "image/png")})
    url = answer.json()["user"]["avatar_url"]
    picture = ada.get(url)
    assert picture.content == (site.server.media / url.removeprefix("/media/")).read_bytes()
    assert picture.headers["Content-Type"] == "image/webp"
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    assert picture.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert picture.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert "X-Accel-Redirect" not in picture.headers
    assert ada.get(url.replace("/media/", "/internal-media/")).status_code == 404
    assert ada.get("/media/../data/chatsite.sqlite3").status_code == 404


@pytest.mark.parametrize("size", [2**20, 7 * 2**20])
def test_what_is_too_large_is_refused_in_the_contracts_words(site, size):
    """The product refuses the smaller one, nginx the larger one."""
    answer = site.caller().post("/feedback", json={"content": "x" * size})
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")


def test_browsers_are_offered_http_2(site):
    trust = site.nginx.trust()
    trust.set_alpn_protocols(["h2", "http/1.1"])
    plain = socket.create_connection(("127.0.0.1", site.nginx.port), timeout=10)
    with trust.wrap_socket(plain, server_hostname="127.0.0.1") as secure:
        assert secure.selected_alpn_protocol() == "h2"


def test_static_files_come_from_nginx(site):
    caller = site.caller(headers={"Accept-Encoding": "gzip"})
    own = re.search(r'/static/[^"]+[.]css', caller.get("/login/").text)[0]
    for changing in (own, "/static/vendor/icons.svg"):
        assert caller.get(changing).headers["Cache-Control"] == "no-cache"
    kept = caller.get("/static/vendor/bootstrap-5.3.9/bootstrap.min.css")
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert kept.headers["Content-Encoding"] == "gzip"
    assert kept.headers["Server"] == "nginx"


def test_an_administrator_works_in_the_admin(site):
    site.server.run(
        "from accounts.services import create_administrator as c;"
        f"c(email='root@example.org', name='Root', password={PASSWORD!r})"
    )
    admin = site.caller().sign_in("root@example.org")
    assert "Needs attention" in admin.get("/admin/").text
    assert admin.get("/admin/rooms/room/").status_code == 200
    assert all(cookie.secure for cookie in admin.cookies.jar)


def test_a_caller_cannot_pretend_to_be_someone_else(site):
    position = site.server.log_position()
    answer = site.caller().get("/auth/me", headers=FORGED)
    assert answer.status_code == 401  # and no redirect to TLS, nor to another host
    assert answer.headers["Strict-Transport-Security"]
    lines = site.server.lines_with('"GET /auth/me"', since=position)
    assert all('"client": "127.0.0.1"' in line for line in lines)
    assert site.caller().get("/auth/me", headers={"Host": "evil.example"}).status_code == 400


def test_the_doctor_finds_nothing_wrong(site):
    found = site.server.manage("doctor", "--url", site.nginx.url, env={"SSL_CERT_FILE": str(site.nginx.certificate)})
    assert found.endswith("No problems found.\n")
    assert "✓ WebSocket connections work." in found
    assert "✓ Long-polling works." in found
    assert "The certificate expires in 2 days." in found


def test_no_token_of_a_link_gets_into_the_access_log(site):
    caller = site.caller()
    for path in ("/invite/SECRET/", "/register/?next=/invite/SECRET/", "/login/?next=/invite/SECRET/"):
        caller.get(path)
    for page in ("setup", "password-reset", "verify-email", "change-email"):
        caller.get(f"/{page}/?token=SECRET")
    caller.post("/hooks/SECRET", json={"content": "x"})
    caller.get("/healthz")
    written = (site.nginx.folder / "access").read_text()
    assert "/healthz" in written
    assert "SECRET" not in written


def test_what_people_search_for_gets_into_no_log(site):
    caller = site.caller()
    for path in ("/search?q=SECRET", "/users?q=SECRET", "/rooms?q=SECRET"):
        caller.get(path)
    written = (site.nginx.folder / "access").read_text()
    assert '"GET /search HTTP/2.0" 401' in written or '"GET /search HTTP/1.1" 401' in written
    assert "SECRET" not in written
    assert "SECRET" not in site.server.log.read_text()


def test_plain_http_is_sent_to_tls(site):
    plain = httpx.get(f"http://127.0.0.1:{site.nginx.plain_port}/login/")
    assert (plain.status_code, plain.headers["Location"]) == (308, "https://127.0.0.1/login/")


def test_the_metrics_are_for_anyone_who_has_the_token(site):
    assert site.caller().get("/metrics").status_code == 404
    forged = {"X-Forwarded-For": METRICS_HOST, "Forwarded": f"for={METRICS_HOST}"}
    assert site.caller().get("/metrics", headers=forged).status_code == 404
    answer = site.caller().get("/metrics", headers={"Authorization": f"Bearer {METRICS_TOKEN}"})
    assert "chatsite_connections" in answer.text


def test_a_flood_of_requests_never_reaches_the_product(site):
    caller = site.caller()
    answers = [caller.get("/auth/me") for _ in range(80)]
    limited = [answer for answer in answers if answer.status_code == 429]
    assert limited
    assert limited[0].json()["error"]["code"] == "rate_limited"
    assert limited[0].headers["Retry-After"] == "2"


def test_the_shipped_configuration_of_mariadb_is_understood():
    command = [program("mariadbd"), f"--defaults-file={DEPLOY / 'mariadb' / 'chatsite.cnf'}", "--verbose", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "unknown" not in done.stderr
    assert re.search(r"^innodb-flush-log-at-trx-commit +1$", done.stdout, re.MULTILINE)
    assert re.search(r"^transaction-isolation +READ-COMMITTED$", done.stdout, re.MULTILINE)
