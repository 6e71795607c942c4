"""Pages and answers that belong to no app: health, uploads, and what Django says when nothing else did."""

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.http import content_disposition_header
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from chatsite.contract.errors import (
    Internal,
    InvalidInput,
    MethodNotAllowed,
    NotAllowed,
    NotFound,
    TooLarge,
    Unavailable,
)
from chatsite.db.outages import is_outage, log_outage
from chatsite.observe.paths import path_without_secrets
from chatsite.web import readiness
from chatsite.web.api import error_response
from chatsite.web.error_pages import refuse

IMAGE_TYPES = {
    ".webp": "image/webp",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
}
DOWNLOAD_TYPE = "application/octet-stream"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what Django itself found malformed, or too large."""
    if isinstance(exception, RequestDataTooBig):
        return refuse(request, TooLarge())
    return refuse(request, InvalidInput(_("The request is malformed.")))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403."""
    return refuse(request, NotAllowed())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that carries no valid CSRF token."""
    return refuse(request, NotAllowed(format_lazy(_("{reason} Reload the page and try again."), reason=reason)))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404."""
    return refuse(request, NotFound())


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours, or of a database or disk that failed where no view could say so."""
    fault = sys.exc_info()[1]
    if fault is None or not is_outage(fault):
        return refuse(request, Internal())
    log_outage(f"{request.method} {path_without_secrets(request)}", fault)
    return refuse(request, Unavailable())


def only_read(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Refuse every method but GET and HEAD, in the contract's words."""

    @functools.wraps(view)
    def answer(request: HttpRequest, **path: str) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            response = error_response(MethodNotAllowed())
            response["Allow"] = "GET, HEAD"
            return response
        return view(request, **path)

    return csrf_exempt(answer)


@only_read
def healthz(request: HttpRequest) -> HttpResponseBase:
    """Say that the process answers."""
    return JsonResponse({"status": "ok"})


@only_read
def readyz(request: HttpRequest) -> HttpResponseBase:
    """Say whether the database can be written and Redis be reached, if there is one."""
    try:
        readiness.check()
    except Exception as error:  # whatever a driver raises, the answer is the same
        log_outage("readyz", error)
        return error_response(Unavailable(format_lazy(_("Not ready: {error}."), error=type(error).__name__)))
    return JsonResponse({"status": "ready"})


@only_read
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send an uploaded file: only from the media folder, shown only if it is an image, never run.

    A name is never used for another content, so browsers may keep the file.
    """
    file = media_file(path)
    if file is None:
        return error_response(NotFound())
    shown_as = IMAGE_TYPES.get(file.suffix.lower())
    kind = shown_as or DOWNLOAD_TYPE
    response: HttpResponse | FileResponse
    if settings.MEDIA_ACCEL:
        response = HttpResponse(content_type=kind, headers={"X-Accel-Redirect": accel_path(file)})
    else:
        response = FileResponse(file.open("rb"), content_type=kind)
    response["Content-Disposition"] = content_disposition_header(not shown_as, file.name) or "inline"
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def accel_path(file: Path) -> str:
    """Return where nginx finds an uploaded file, to send it from the disk (deploy/nginx/chatsite.conf)."""
    place = file.relative_to(Path(settings.MEDIA_ROOT).resolve())
    return f"{settings.MEDIA_ACCEL}{quote(str(place))}"


def media_file(path: str) -> Path | None:
    """Return the uploaded file at ``path``, links followed, if it is a visible file inside the media folder.

    Files of messages are none: who may read them is decided elsewhere (messaging.attachments).
    """
    root = Path(settings.MEDIA_ROOT).resolve()
    if any(part.startswith(".") for part in path.split("/")):
        return None
    try:
        file = (root / path.lstrip("/")).resolve(strict=True)
    except (OSError, ValueError):  # not there, too long a name, a NUL in it
        return None
    is_open = file.is_relative_to(root) and not file.is_relative_to(root / settings.ATTACHMENTS_FOLDER)
    return file if is_open and file.is_file() else None
