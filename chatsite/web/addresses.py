"""Where a request comes from, as far as the server in front vouches for it, and where the site itself is."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

UNKNOWN = "unknown"
SUBJECT_PREFIX_BITS = 64  # the smallest IPv6 network that a provider assigns: its holder chooses among 2^64 addresses


def parse_address(text: str) -> IPv4Address | IPv6Address | None:
    """Return the address that ``text`` is, without a zone; an IPv4 address mapped into IPv6 is the IPv4 address."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (isinstance(address, IPv6Address) and address.ipv4_mapped) or address


def client_address(request: HttpRequest) -> str:
    """Return the caller's IP address; the server has already replaced a trusted proxy's by what that proxy saw."""
    return str(parse_address(str(request.META.get("REMOTE_ADDR") or "")) or UNKNOWN)


def subject(address: str) -> str:
    """Return the subject of every limit that counts addresses: an IPv4 address, or the /64 of an IPv6 address."""
    parsed = parse_address(address)
    if isinstance(parsed, IPv6Address):
        return str(ip_network((int(parsed), SUBJECT_PREFIX_BITS), strict=False))
    return str(parsed or UNKNOWN)


def site_origin(request: HttpRequest) -> str:
    """Return the site's origin for links that leave it: SITE_URL, or where this request reached it.

    The request may name any port in its Host header, and the link would go there: one that is not known is left out.
    """
    if settings.SITE_URL:
        return str(settings.SITE_URL)
    host = request.get_host()
    origin, (name, port) = f"{request.scheme}://{host}", split_domain_port(host)
    is_known = port == str(request.META.get("SERVER_PORT", "")) or origin in settings.TRUSTED_ORIGINS
    return origin if is_known or not port else f"{request.scheme}://{name}"
