"""Requests that take long to answer: passed on to threads of their own, so that quick ones never wait for them.

The server offers to do so (:func:`offer`). A view that finds that its answer takes long accepts, before it has read
or changed anything, and is called again in such a thread.
"""

from collections.abc import Hashable, MutableMapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse

_STATE, _WHOSE = "chatsite.long_work", "chatsite.long_work.whose"
_OFFERED, _ACCEPTED = "offered", "accepted"


def offer(environ: MutableMapping[str, Any]) -> None:
    """Offer to call the view again in a thread for long work."""
    environ[_STATE] = _OFFERED


def is_offered(request: HttpRequest) -> bool:
    """Tell whether the view may still choose another thread."""
    return request.META.get(_STATE) == _OFFERED


def accept(request: HttpRequest, whose: Hashable = None) -> HttpResponse:
    """Have the view called again, in ``whose`` turn; the answer that is returned here is not sent."""
    request.META[_STATE], request.META[_WHOSE] = _ACCEPTED, whose
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def is_accepted(environ: MutableMapping[str, Any]) -> bool:
    """Tell whether the view is to be called again."""
    return environ.get(_STATE) == _ACCEPTED


def begin(environ: MutableMapping[str, Any]) -> Hashable:
    """Note that the view is next to run in a thread for long work; return in whose turn."""
    del environ[_STATE]
    whose: Hashable = environ.pop(_WHOSE, None)
    return whose
