"""Times in the admin are in the zone of the administrator's browser, which a script on its pages stores in a cookie."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils import timezone

COOKIE = "time_zone"
MAX_CHARS = 64

View = Callable[..., HttpResponseBase]


def in_browser_zone(view: View) -> View:
    """Run ``view``, and render its response, in the browser's time zone."""

    @wraps(view)
    def zoned(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with timezone.override(zone_of(request)):
            response = view(request, *args, **kwargs)
            return response.render() if isinstance(response, SimpleTemplateResponse) else response

    return zoned


def zone_of(request: HttpRequest) -> ZoneInfo | None:
    """Return the zone that the cookie names; without one, or for a name that is unknown, the site's (UTC)."""
    name = request.COOKIES.get(COOKIE, "")
    try:
        return ZoneInfo(name) if 0 < len(name) <= MAX_CHARS else None
    except (ZoneInfoNotFoundError, OSError, ValueError):
        return None
