"""HTTP to addresses that people named never reaches machines that only the server can reach."""

import socket
import ssl

import pytest

from chatsite.web import outgoing
from chatsite.web.outgoing import AddressRefused, Client, addresses_of, is_public, target_of
from tests.support.push_service import open_service

PRIVATE = """
0.0.0.0 0.1.2.3 10.0.0.0 10.1.2.3 10.255.255.255 100.64.0.1 100.100.100.200 100.127.255.255 127.0.0.1 127.1.2.3
127.255.255.254 168.63.129.16 169.254.0.1 169.254.169.254 169.254.170.2 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.8
192.0.0.9 192.0.0.170 192.0.2.1 192.88.99.1 192.168.0.1 192.168.1.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1
224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
:: ::1 fe80::1%eth0 fe80::1 febf::1 fc00::1 fd00:ec2::254 fdff::1 fec0::1 ff02::1 ff0e::1 100::1 3fff::1 2001:db8::1
2001::1 2001:0:7f00:1:: 2001:2::1 2001:10::1 2001:20::1 5f00::1
::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:0:127.0.0.1 ::ffff:100.64.0.1
::127.0.0.1 ::7f00:1 64:ff9b::10.0.0.1 64:ff9b::7f00:1 64:ff9b:1::a00:1 64:ff9b:1:7f00:0:100:808:808
2002:0a00:0001::1 2002:7f00:1:: 2002:a9fe:a9fe::1 fe80::5efe:7f00:1 2606:4700::5efe:7f00:1 2606:4700::200:5efe:a00:1
"""
PUBLIC = """
8.8.8.8 142.250.74.78 172.32.0.1 100.128.0.1 198.20.0.1 2606:4700::1111 2001:4860:4860::8888 ::ffff:8.8.8.8
64:ff9b::8.8.8.8 2002:808:808::1
"""
# Hosts that the system's resolver, or a browser, takes for an address of this machine.
LOCAL = """
127.1 127.0.1 0 0x7f000001 0x7f.1 0x7f.0x0.0x0.0x1 0177.0.0.1 017700000001 2130706433 0xa9fea9fe 2852039166
localhost LOCALHOST [::1] [::ffff:127.0.0.1] [::ffff:7f00:1] [64:ff9b::7f00:1] ①②⑦.⓪.⓪.① 127。0。0。1
"""


def test_the_table_has_its_sixty_addresses():
    assert len({*PRIVATE.split()}) >= 60


@pytest.mark.parametrize("address", PRIVATE.split())
def test_a_private_address_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC.split())
def test_an_address_of_the_internet_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize("host", LOCAL.split())
def test_however_an_address_is_spelled_it_is_refused(host):
    with pytest.raises(AddressRefused):
        addresses_of(*target_of(f"https://{host}/")[:2])


@pytest.mark.parametrize(
    "host", ["localhost.", "127.0.0.1.", "localhost.localdomain.", "127.0.0.1%00", "[::1%25lo]", "a" * 70, "a..b"]
)
def test_a_host_that_is_odd_is_refused_or_leads_nowhere(host):
    with pytest.raises(OSError):
        addresses_of(*target_of(f"https://{host}/")[:2])


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "https:///x",
        "https://u:p@example.org/",
        "https://example.org@127.0.0.1/",
        "https://@127.0.0.1/",
        "https://[::1/",
        "https://example.org:x/",
        "ftp://x/",
        "",
    ],
)
def test_only_https_addresses_without_passwords_are_called(url):
    with pytest.raises(AddressRefused):
        target_of(url)


def test_path_and_query_are_kept():
    assert target_of("https://example.org:8443/a/b?c=d") == ("example.org", 8443, "/a/b?c=d")
    assert target_of("https://example.org") == ("example.org", 443, "/")


def answers(*found):
    return lambda host, port, *args, **kwargs: [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found
    ]


def test_one_private_address_of_a_name_is_enough_to_refuse_it(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", answers("8.8.8.8", "10.0.0.1"))
    with pytest.raises(AddressRefused):
        addresses_of("example.org", 443)
    monkeypatch.setattr(socket, "getaddrinfo", answers("8.8.8.8", "8.8.8.8"))
    assert addresses_of("example.org", 443) == ["8.8.8.8"]


def test_of_many_addresses_few_are_tried(client, monkeypatch):
    tried = []

    def refuse(address, timeout):
        tried.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", answers(*(f"8.8.8.{one}" for one in range(50))))
    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(ConnectionRefusedError):
        client.post("https://example.org/", b"x", {})
    assert len(tried) == outgoing.MAX_ADDRESSES


@pytest.fixture
def service(tmp_path, settings, monkeypatch):
    settings.OUTGOING_PRIVATE_ADDRESSES = True
    with open_service(tmp_path) as opened:
        monkeypatch.setenv("SSL_CERT_FILE", str(opened.certificate))
        outgoing.tls.cache_clear()
        opened.next_answer = (201, {})
        opened.take = lambda handler: handler.rfile.read(int(handler.headers["Content-Length"])) and opened.next_answer
        yield opened
    outgoing.tls.cache_clear()


@pytest.fixture
def client():
    opened = Client()
    yield opened
    opened.close()


def test_connections_are_kept(service, client):
    for _ in range(3):
        assert client.post(f"{service.origin}/push/1", b"x", {}).status == 201
    assert service.connections == 1


def test_a_name_is_resolved_once_and_that_address_called(service, client, monkeypatch):
    """A name that changes its address between check and connection (DNS rebinding) has no second look-up."""
    looked_up = []
    real = socket.getaddrinfo

    def counted(host, *args, **kwargs):
        looked_up.append(host)
        return real("127.0.0.1" if host == "localhost" else host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", counted)
    client.post(f"{service.origin}/push/1", b"x", {})
    assert looked_up.count("localhost") == 1
    assert set(looked_up) <= {"localhost", "127.0.0.1"}


def test_private_addresses_are_refused_before_connecting(service, client, settings):
    settings.OUTGOING_PRIVATE_ADDRESSES = False
    with pytest.raises(AddressRefused):
        client.post(f"{service.origin}/push/1", b"x", {})
    assert service.connections == 0


def test_a_certificate_of_another_name_is_refused(service, client, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", answers("127.0.0.1"))
    with pytest.raises(ssl.SSLCertVerificationError):
        client.post(f"https://example.org:{service.port}/", b"x", {})


def test_redirects_are_not_followed(service, client):
    service.next_answer = (302, {"Location": "https://127.0.0.1/"})
    assert client.post(f"{service.origin}/push/1", b"x", {}).status == 302
    assert service.connections == 1


def test_an_answer_that_does_not_come_is_not_waited_for(service, client, monkeypatch):
    monkeypatch.setattr(outgoing, "ANSWER_S", 0.2)
    service.next_answer = None
    with pytest.raises(OSError):
        client.post(f"{service.origin}/push/1", b"x", {})


def test_an_answer_that_trickles_is_not_waited_for(service, client, monkeypatch):
    monkeypatch.setattr(outgoing, "ANSWER_S", 0.5)

    def trickle(handler):
        handler.rfile.read(int(handler.headers["Content-Length"]))
        for _ in range(600):
            handler.wfile.write(b"H")
            handler.wfile.flush()
            if service.released.wait(0.1):
                break

    service.take = trickle
    with pytest.raises(OSError):
        client.post(f"{service.origin}/push/1", b"x", {})


def test_a_long_answer_is_not_read_to_its_end(service, client):
    def long(handler):
        handler.rfile.read(int(handler.headers["Content-Length"]))
        handler.wfile.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 1000000000\r\n\r\n" + b"x" * 200_000)
        handler.wfile.flush()

    service.take = long
    answer = client.post(f"{service.origin}/push/1", b"x", {})
    assert (answer.status, len(answer.body)) == (400, outgoing.MAX_ANSWER_BYTES)


def test_an_answer_after_which_the_other_side_closes_is_read(service, client):
    def last(handler):
        handler.rfile.read(int(handler.headers["Content-Length"]))
        handler.wfile.write(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 3\r\n\r\n")
        handler.wfile.flush()
        service.released.wait(0.1)
        handler.wfile.write(b"why")
        handler.close_connection = True

    service.take = last
    assert client.post(f"{service.origin}/push/1", b"x", {}).body == b"why"
