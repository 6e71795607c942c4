"""Where a request comes from, as far as the server in front vouches for it, and where the site itself is."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"


def client_address(request: HttpRequest) -> str:
    """Return the caller's IP address; the server has already replaced a trusted proxy's by what that proxy saw."""
    raw = str(request.META.get("REMOTE_ADDR") or "")
    try:
        return str(ipaddress.ip_address(raw))
    except ValueError:
        return UNKNOWN


def network(address: str) -> str:
    """Return what one caller can hardly leave: the address itself, or the /64 around an IPv6 address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return UNKNOWN
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def site_origin(request: HttpRequest) -> str:
    """Return the site's origin for links that leave it: SITE_URL, or where this request reached it."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"
