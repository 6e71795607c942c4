"""What a refusal looks like: a page for people, JSON for programs."""

import random

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from chatsite.contract.errors import ChatError, Unavailable
from chatsite.site.identity import held
from chatsite.web.api import Endpoint, error_response, whole_seconds
from chatsite.web.tokens import SAFE_METHODS

# After so many seconds a browser asks again for a page that was not available.
REFRESH_S = (5, 15)


def wants_page(request: HttpRequest) -> bool:
    """Tell whether the caller is a browser that shows a page; an endpoint of the API never answers with one."""
    match = request.resolver_match
    if match is not None and isinstance(match.func, Endpoint):
        return False
    return request.get_preferred_type(["application/json", "text/html"]) == "text/html"


def refuse(request: HttpRequest, error: ChatError) -> HttpResponse:
    """Answer ``error`` as a page to a browser, as JSON to anyone else."""
    if wants_page(request):
        return error_page_of(error, request, error_page_text(error, request))
    return error_response(error)


def error_page_text(error: ChatError, request: HttpRequest | None = None) -> str:
    """Return the page that says what happened and what to do; it asks no database, which may be the trouble."""
    return render_to_string("error.html", {"error": error, "site": held()}, request)


def error_page_of(error: ChatError, request: HttpRequest, text: str) -> HttpResponse:
    """Return the answer with that page; about a trouble that passes, the browser asks again by itself."""
    response = HttpResponse(text, status=error.status, headers={"Cache-Control": "no-store"})
    if error.retry_after_s is not None:
        response["Retry-After"] = whole_seconds(error.retry_after_s)
    if isinstance(error, Unavailable) and request.method in SAFE_METHODS:
        response["Refresh"] = str(random.randint(*REFRESH_S))  # noqa: S311 - not all browsers in the same second
    return response
