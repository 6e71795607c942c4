"""Who is really calling."""

import pytest

from chatsite.serve.proxies import TrustedProxies


def resolve(trusted, peer, *forwarded, proto=None, kind="http", scheme="http"):
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    if proto:
        headers.append((b"x-forwarded-proto", proto.encode()))
    client = (peer, 1234) if peer else None
    scope = {"type": kind, "scheme": scheme, "client": client, "headers": [(b"host", b"chat"), *headers]}
    return TrustedProxies(trusted).resolve(scope)


def client(*arguments, **options):
    return resolve(*arguments, **options)["client"][0]


def test_no_one_is_believed_by_default():
    assert client([], "203.0.113.5", "10.9.9.9") == "203.0.113.5"


def test_a_trusted_proxy_names_its_client():
    assert client(["127.0.0.1"], "127.0.0.1", "203.0.113.5") == "203.0.113.5"


def test_what_the_client_itself_claimed_is_not_believed():
    assert client(["127.0.0.1"], "127.0.0.1", "1.1.1.1, 203.0.113.5") == "203.0.113.5"
    assert client(["127.0.0.1"], "127.0.0.1", "1.1.1.1", "203.0.113.5") == "203.0.113.5"


def test_a_chain_of_trusted_proxies_is_followed_to_its_end():
    assert client(["10.0.0.0/8"], "10.0.0.2", "203.0.113.5, 10.0.0.7") == "203.0.113.5"


def test_nonsense_ends_the_chain():
    assert client(["10.0.0.0/8"], "10.0.0.2", "203.0.113.5, <script>, 10.0.0.7") == "10.0.0.7"


@pytest.mark.parametrize(("trusted", "expected"), [(["unix"], "203.0.113.5"), (["127.0.0.1"], None)])
def test_a_unix_socket_is_trusted_by_name(trusted, expected):
    scope = resolve(trusted, "", "203.0.113.5")
    assert (scope["client"] and scope["client"][0]) == expected


def test_an_address_written_the_long_way_is_the_same_address():
    assert client(["127.0.0.1"], "::ffff:127.0.0.1", "::ffff:203.0.113.5") == "203.0.113.5"


def test_the_scheme_is_believed_of_a_trusted_proxy_only():
    assert resolve(["127.0.0.1"], "127.0.0.1", proto="https")["scheme"] == "https"
    assert resolve([], "127.0.0.1", proto="https")["scheme"] == "http"
    assert resolve(["127.0.0.1"], "127.0.0.1", proto="https", kind="websocket", scheme="ws")["scheme"] == "wss"
    assert resolve(["127.0.0.1"], "127.0.0.1", proto="gopher")["scheme"] == "http"


def test_the_claims_go_no_further():
    for trusted in ([], ["127.0.0.1"]):
        assert resolve(trusted, "127.0.0.1", "1.1.1.1", proto="https")["headers"] == [(b"host", b"chat")]
