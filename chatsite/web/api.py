"""The JSON endpoint: reads and checks the input, calls the action, presents the answer or the error."""

import functools
import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.gzip import gzip_page

from chatsite.contract.errors import (
    ChatError,
    InvalidInput,
    MethodNotAllowed,
    NotAllowed,
    NotAuthenticated,
    TooLarge,
    Unavailable,
    UnsupportedMediaType,
)
from chatsite.db.outages import is_outage, log_outage
from chatsite.limits.bucket import Rate, RateLimiter, SharedRateLimiter
from chatsite.limits.subjects import subject
from chatsite.limits.window import counting
from chatsite.observe.paths import path_without_secrets
from chatsite.web import long_work, receiving
from chatsite.web.addresses import client_address
from chatsite.web.forms import MAX_UNKNOWN_FIELDS, StrictForm, shown
from chatsite.web.receiving import Sink
from chatsite.web.tokens import SAFE_METHODS, check_token, scopes_of

log = logging.getLogger(__name__)

FORM_TYPES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})

# A shorter answer fits into a packet as it is; a longer one would keep a thread of the few for too long.
COMPRESSED_BYTES = range(1024, 512 * 1024)

Answer = Mapping[str, Any] | HttpResponseBase | None
Function = Callable[..., Answer]


class EmptyForm(StrictForm):
    """For actions that take nothing."""


@dataclass(frozen=True, slots=True)
class Action:
    """What one method of an endpoint does.

    ``run(request, data, **path)`` gets the cleaned fields of ``form``, read from the query of a GET or the body of
    anything else, and returns the JSON object of the answer, or ``None`` for 204. Only signed-in people who have
    confirmed their email address, where they must, get there, unless ``anonymous`` or ``unconfirmed`` says otherwise.
    ``by_secret`` says that the path holds a secret, which alone gives the right: no cookie is looked at.
    ``tokens`` tells whether a program may do it with an access token (chatsite.web.tokens). ``helps_writing`` says that
    what is read serves to go on writing: a token that may only write does it too.
    ``answer`` is the shape of the answer, for the OpenAPI document (chatsite.web.openapi). A ``compressed`` one holds
    nothing that its length may not betray (docs/decisions/compressed-answers.md). ``admit(request, **path)`` returns
    where a long body goes, before any of it is received (chatsite.web.receiving). ``takes_long(request, **path)``
    tells whether the answer keeps a thread for long, as that to a ``multipart`` file always does; it reads no body
    (chatsite.web.long_work).
    """

    run: Function
    form: type[StrictForm] = EmptyForm
    answer: type | None = None
    status: int = HTTPStatus.OK
    other_statuses: tuple[int, ...] = ()
    anonymous: bool = False
    by_secret: bool = False
    unconfirmed: bool = False
    tokens: bool = True
    helps_writing: bool = False
    multipart: bool = False
    compressed: bool = False
    admit: Callable[..., Sink] | None = None
    takes_long: Callable[..., bool] | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether it can be called without an account."""
        return self.anonymous or self.by_secret


class Endpoint:
    """A Django view that serves one path of the contract, an :class:`Action` per method."""

    csrf_exempt = True  # checked here, after authentication, so that an anonymous caller reads 401 and not 403

    def __init__(self, **actions: Action):
        self.actions = actions

    def __call__(self, request: HttpRequest, **path: Any) -> HttpResponseBase:
        """Answer ``request``; what is for one person must not be cached on the way."""
        response = self._answered(request, path)
        patch_cache_control(response, private=True, no_store=True)
        return response

    def _answered(self, request: HttpRequest, path: Mapping[str, Any]) -> HttpResponseBase:
        try:
            return self._answer(request, path)
        except ChatError as error:
            return self._refuse(error)
        except RequestDataTooBig:
            return self._refuse(TooLarge())
        except TooManyFieldsSent:
            return self._refuse(InvalidInput(_("Too many fields.")))
        except Exception as error:
            if not is_outage(error):
                raise
            log_outage(f"{request.method} {path_without_secrets(request)}", error)
            return self._refuse(Unavailable())

    @property
    def takes_tokens(self) -> bool:
        """Tell whether an access token is looked at; a path that holds a secret needs none (accounts.tokens)."""
        return not any(action.by_secret for action in self.actions.values())

    def takes_files(self, method: str) -> bool:
        """Tell whether ``method`` expects an upload, so that its body may be larger than others."""
        return method in self.actions and self.actions[method].multipart

    def admits(self, method: str) -> bool:
        """Tell whether ``method`` decides on a body before it is received."""
        return method in self.actions and self.actions[method].admit is not None

    def _answer(self, request: HttpRequest, path: Mapping[str, Any]) -> HttpResponseBase:
        method = "GET" if request.method == "HEAD" else str(request.method)
        action = self.actions.get(method)
        if action is None:
            raise MethodNotAllowed
        scopes = scopes_of(method, helps_writing=action.helps_writing)
        has_token = check_token(request, scopes, is_allowed=action.tokens)
        if not action.is_open:
            _check_caller(request, action)
        if long_work.is_offered(request) and _takes_long(request, action, path):
            return long_work.accept(request, _caller(request))
        if method not in SAFE_METHODS:
            if action.by_secret:
                _take_turn_of(subject(client_address(request)))
            else:
                if not has_token:
                    _check_csrf(request)
                if not receiving.is_received(request):
                    _take_turn(request)
        return _admitted(request, action, path) or _run(request, action, path)

    def _refuse(self, error: ChatError) -> HttpResponse:
        response = error_response(error)
        if isinstance(error, MethodNotAllowed):
            response["Allow"] = ", ".join(self.actions)
        return response


def _takes_long(request: HttpRequest, action: Action, path: Mapping[str, Any]) -> bool:
    return action.multipart or (action.takes_long is not None and action.takes_long(request, **path))


def _admitted(request: HttpRequest, action: Action, path: Mapping[str, Any]) -> HttpResponseBase | None:
    """Answer the server, if it asks whether a long body is taken; a form that came unasked is refused as early."""
    if action.admit and not receiving.is_received(request):
        if receiving.is_asked(request):
            return receiving.admitted(request, action.admit(request, **path))
        if action.multipart:
            action.admit(request, **path)
    return None


def _run(request: HttpRequest, action: Action, path: Mapping[str, Any]) -> HttpResponseBase:
    with counting():
        answer = action.run(request, _read(request, action), **path)
    if isinstance(answer, HttpResponseBase):
        return answer
    if answer is None:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    response = JsonResponse(answer, status=action.status)
    return _compress(request, response) if action.compressed else response


def error_response(error: ChatError) -> JsonResponse:
    """Return ``{"error": …}`` with the error's status; 429 also says ``Retry-After`` in whole seconds."""
    response = JsonResponse({"error": error.as_payload()}, status=error.status)
    if error.retry_after_s is not None:
        response["Retry-After"] = whole_seconds(error.retry_after_s)
    return response


def whole_seconds(seconds: float) -> str:
    """Return ``seconds`` as ``Retry-After`` says them: whole, and never too few."""
    return str(max(1, -int(-seconds // 1)))


def _compress(request: HttpRequest, response: JsonResponse) -> HttpResponseBase:
    """Return ``response`` in gzip if that is worth it and the caller takes it."""
    patch_vary_headers(response, ["Accept-Encoding"])
    if len(response.content) not in COMPRESSED_BYTES:
        return response
    return gzip_page(lambda _request: response)(request)


def parse_json(raw: bytes | str) -> Any:
    """Return the value of a JSON text; NaN, infinities and bottomless nesting are refused.

    Raises:
        InvalidInput: it is no JSON.
    """
    try:
        return json.loads(raw, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise InvalidInput(_("The body isn't valid JSON.")) from None


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _check_caller(request: HttpRequest, action: Action) -> None:
    if not request.user.is_authenticated:
        raise NotAuthenticated
    if not action.unconfirmed and getattr(request.user, "must_verify_email", False):
        raise NotAllowed(_("Confirm your email address first. Open the link in the email we sent you."))


def _take_turn(request: HttpRequest) -> None:
    """Count a request that may change something, by its person, or by where it comes from; administrators' are not.

    Raises:
        RateLimited: too many at once.
    """
    if request.user.is_authenticated and getattr(request.user, "is_admin", False):
        return
    is_bot = getattr(request.user, "is_bot", False)
    _take_turn_of(_caller(request), settings.RATE_BOT if is_bot else settings.RATE_HTTP)


def _take_turn_of(caller: int | str, rate: Rate | None = None) -> None:
    _turns(rate or settings.RATE_HTTP).take(caller, time.monotonic())


def _caller(request: HttpRequest) -> int | str:
    """Return who calls: a person, or else where the request comes from."""
    return request.user.pk if request.user.is_authenticated else subject(client_address(request))


@functools.cache
def _turns(rate: Rate) -> SharedRateLimiter:
    return SharedRateLimiter(RateLimiter(rate))


def _read(request: HttpRequest, action: Action) -> dict[str, Any]:
    if request.method in SAFE_METHODS:
        return action.form.parse(_single(request.GET), typed=False)
    if action.admit and not action.multipart:
        return {}  # the action reads the body itself
    if action.multipart:
        return _read_multipart(request, action.form)
    if request.content_type in FORM_TYPES:
        return action.form.parse(_form_fields(request), typed=False)
    if request.content_type != "application/json" and request.body:
        raise UnsupportedMediaType
    return action.form.parse(parse_json(request.body) if request.body else {})


def _read_multipart(request: HttpRequest, form: type[StrictForm]) -> dict[str, Any]:
    if request.content_type != "multipart/form-data":
        raise UnsupportedMediaType(_("Send the file as multipart/form-data."))
    fields = _form_fields(request)
    unknown = request.FILES.keys() - form.base_fields.keys()
    return form.parse(fields | dict.fromkeys(unknown, ""), typed=False, files=request.FILES)


def _form_fields(request: HttpRequest) -> dict[str, str]:
    if request.content_type != "multipart/form-data" and request.body.lstrip().startswith(b"{"):
        raise UnsupportedMediaType  # JSON under the type that curl gives to any data
    try:
        if request.method == "POST":
            fields = _single(request.POST)
        else:
            fields = _single(QueryDict(request.body, encoding="utf-8"))
    except (MultiPartParserError, UnicodeDecodeError):
        raise InvalidInput(_("The form couldn't be read.")) from None
    fields.pop("csrfmiddlewaretoken", None)
    return fields


def _single(fields: QueryDict) -> dict[str, str]:
    """Return each field's one value; two values for one name are a mistake worth naming."""
    repeated = islice((name for name, values in fields.lists() if len(values) > 1), MAX_UNKNOWN_FIELDS)
    if named := {shown(name): [_("Send this field only once.")] for name in repeated}:
        raise InvalidInput(fields=named)
    return {name: str(value) for name, value in fields.items()}


class _CsrfCheck(CsrfViewMiddleware):
    """Django's own check, with the reason as its answer."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def _check_csrf(request: HttpRequest) -> None:
    check = _CsrfCheck(lambda _request: HttpResponse())
    check.process_request(request)
    reason = check.process_view(request, lambda _request: HttpResponse(), (), {})
    if reason:
        sentence = _("{reason} Send the csrftoken cookie's value as X-CSRFToken.")
        raise NotAllowed(format_lazy(sentence, reason=reason))
