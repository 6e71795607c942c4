"""The forms in which proxies write addresses and schemes: each leads to the same client, or to a clear fallback."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address

from hypothesis import given
from hypothesis import strategies as st

from chatsite.serve.proxies import TrustedProxies

PROXY = "10.0.0.2"
IPV4 = st.ip_addresses(v=4, network="203.0.113.0/24")
IPV6 = st.ip_addresses(v=6, network="2001:db8::/32")
PORTS = st.integers(1, 65535)
BLANKS = st.sampled_from(["", " ", "  ", "\t"])
GARBAGE = st.text(st.characters(codec="ascii", exclude_characters=",\r\n"), min_size=1).filter(
    lambda text: not re.fullmatch(r'[\s"\[\]0-9a-fA-F.:%]*', text.partition("%")[0])
)


@st.composite
def written(draw, addresses=IPV4 | IPV6):
    """Draw an address, and one of the forms in which proxies write it."""
    address = draw(addresses)
    port, zone = draw(PORTS), draw(st.sampled_from(["", "%eth0", "%25"]))
    if isinstance(address, IPv4Address):
        forms = [str(address), f"{address}:{port}", f"::ffff:{address}", f"[::ffff:{address}]:{port}", f"[{address}]"]
    else:
        spelled = draw(st.sampled_from([str(address), address.exploded, str(address).upper()])) + zone
        forms = [spelled, f"[{spelled}]", f"[{spelled}]:{port}"]
    form = draw(st.sampled_from(forms))
    if draw(st.booleans()):
        form = f'"{form}"'
    return address, draw(BLANKS) + form + draw(BLANKS)


@st.composite
def headers(draw, items):
    """Spread ``items`` over one or several headers, with the empty items that RFC 9110 allows."""
    values = [[]]
    for item in items:
        if values[-1] and draw(st.booleans()):
            values.append([])
        values[-1] += draw(st.sampled_from([[item], [item], ["", item], [item, " "]]))
    return [",".join(value) for value in values]


def resolve(forwarded=(), proto=(), kind="http", scheme="http"):
    pairs = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    pairs += [(b"x-forwarded-proto", value.encode()) for value in proto]
    scope = {"type": kind, "scheme": scheme, "client": (PROXY, 1234), "headers": pairs}
    return TrustedProxies(["10.0.0.0/8"]).resolve(scope)


@given(st.data(), st.lists(written() | GARBAGE), written(), st.lists(written(st.ip_addresses(network="10.0.0.0/8"))))
def test_the_client_is_the_nearest_address_that_is_no_proxy_however_it_is_written(data, before, client, proxies):
    claimed = [item if isinstance(item, str) else item[1] for item in before]
    items = [*claimed, client[1], *(form for _, form in proxies)]
    scope = resolve(data.draw(headers(items)))
    assert ip_address(scope["client"][0]) == client[0]


@given(st.data(), st.lists(written() | GARBAGE), GARBAGE, st.lists(written(st.ip_addresses(network="10.0.0.0/8"))))
def test_behind_garbage_the_client_is_the_last_proxy_that_is_known(data, before, garbage, proxies):
    claimed = [item if isinstance(item, str) else item[1] for item in before]
    scope = resolve(data.draw(headers([*claimed, garbage, *(form for _, form in proxies)])))
    assert scope["client"][0] == (str(proxies[0][0]) if proxies else PROXY)


@given(st.lists(st.text(st.characters(codec="latin-1", exclude_characters="\r\n"))))
def test_any_header_leads_to_an_address(values):
    client = resolve(forwarded=values)["client"][0]
    assert isinstance(ip_address(client), IPv4Address | IPv6Address)


@given(
    st.data(),
    st.sampled_from(["http", "https", "HTTPS", '"https"', "wss", "ws"]),
    st.lists(st.sampled_from(["http", "https"])),
    st.sampled_from(["http", "websocket"]),
)
def test_the_scheme_is_what_the_first_proxy_was_called_with(data, first, more, kind):
    value = data.draw(headers([first, *more]))
    secure = first.strip('"').lower() in {"https", "wss"}
    expected = {("http", True): "https", ("http", False): "http", ("websocket", True): "wss"}.get((kind, secure), "ws")
    scheme = "http" if kind == "http" else "ws"
    assert resolve(proto=value, kind=kind, scheme=scheme)["scheme"] == expected


@given(st.lists(GARBAGE.filter(lambda text: text.strip('" \t').lower() not in {"http", "https", "ws", "wss"})))
def test_a_scheme_that_is_none_changes_nothing(values):
    assert resolve(proto=values)["scheme"] == "http"
