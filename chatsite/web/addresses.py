"""Where a request comes from, as far as the server in front vouches for it, and where the site itself is."""

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

from chatsite.limits.subjects import UNKNOWN, parse_address


def client_address(request: HttpRequest) -> str:
    """Return the caller's IP address; the server has already replaced a trusted proxy's by what that proxy saw."""
    return str(parse_address(str(request.META.get("REMOTE_ADDR") or "")) or UNKNOWN)


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
