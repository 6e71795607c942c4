"""What surrounds every request: facts that only Django knows and the server logs, and the answer to a refusal."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from whitenoise.middleware import WhiteNoiseFileResponse

from chatsite.contract.errors import ChatError, Unavailable
from chatsite.db.outages import is_outage, log_outage
from chatsite.observe.paths import path_without_secrets
from chatsite.web.error_pages import refuse

GetResponse = Callable[[HttpRequest], HttpResponseBase]
# A first visit loads 90 files; with these headers on each it would cost 6 KB more.
OF_PAGES = ("Cross-Origin-Opener-Policy", "Referrer-Policy")


def remember_facts(get_response: GetResponse) -> GetResponse:
    """Leave the caller's id, the route and a path without secrets in the request's environment, for log and metrics."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        request.META["chatsite.path"] = path_without_secrets(request)
        request.META["chatsite.route"] = request.resolver_match.route if request.resolver_match else None
        # A person who was not looked up for the answer is not looked up for the log.
        user = getattr(request, "_cached_user", None)
        if user is not None and user.is_authenticated:
            request.META["chatsite.user_id"] = user.pk
        return response

    return middleware


def lighten_files(get_response: GetResponse) -> GetResponse:
    """Send a static file without the headers that are about pages, as nginx does where it sends the files."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if isinstance(response, WhiteNoiseFileResponse):
            for name in OF_PAGES:
                response.headers.pop(name, None)
        return response

    return middleware


class Refusals:
    """Answers a refusal that a page raises, as :class:`chatsite.web.api.Endpoint` does for JSON."""

    sync_capable, async_capable = True, False

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Return the answer, or nothing for a fault of ours."""
        if isinstance(exception, ChatError):
            return refuse(request, exception)
        if not is_outage(exception):
            return None
        log_outage(f"{request.method} {path_without_secrets(request)}", exception)
        return refuse(request, Unavailable())
