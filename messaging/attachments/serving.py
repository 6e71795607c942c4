"""The addresses of files: every request is checked, and nothing that could run is shown inside a page."""

from http import HTTPStatus
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chatsite.contract.errors import NotAllowed, NotAuthenticated, NotFound
from chatsite.web.tokens import READ, check_token
from chatsite.web.views import only_read
from messaging.attachments.kinds import UNKNOWN_TYPE, served_type
from messaging.attachments.models import Attachment
from messaging.attachments.names import disposition
from messaging.attachments.queries import attachment_to_read
from messaging.attachments.ranges import is_known, is_same, part_wanted
from messaging.attachments.storing import storage

PREVIEW_TYPE = "image/webp"


@only_read
def original(request: HttpRequest, attachment_id: UUID, name: str) -> HttpResponseBase:
    """Send a file; the name in the path is for people."""
    found = attachment_to_read(_reader(request), attachment_id)
    kind = served_type(found)
    shown_as = disposition(found.name, inline=kind is not None)
    return _send(request, found.file, kind or UNKNOWN_TYPE, shown_as, f'"{found.pk}"')


@only_read
def preview(request: HttpRequest, attachment_id: UUID, name: str, size: str) -> HttpResponseBase:
    """Send a smaller picture."""
    found = attachment_to_read(_reader(request), attachment_id)
    file = _preview_of(found, size)
    return _send(request, file, PREVIEW_TYPE, disposition(f"{size}.webp", inline=True), f'"{found.pk}-{size}"')


original.takes_tokens = preview.takes_tokens = True  # type: ignore[attr-defined]


def _reader(request: HttpRequest) -> User:
    check_token(request, (READ,))
    if not isinstance(request.user, User) or not request.user.is_authenticated:
        raise NotAuthenticated
    if request.user.must_verify_email:
        raise NotAllowed(_("Confirm your email address first. Open the link in the email we sent you."))
    return request.user


def _preview_of(attachment: Attachment, size: str) -> str:
    for one in attachment.previews:
        if one["size"] == size:
            return str(one["name"])
    raise NotFound


def _send(request: HttpRequest, file: str, kind: str, shown_as: str, etag: str) -> HttpResponseBase:
    response = _not_modified(request, etag) or _by_nginx(file) or _in_pieces(request, file, etag)
    response["Content-Type"] = kind
    response["Content-Disposition"] = shown_as
    response["ETag"] = etag
    # A browser asks each time: what it kept is of no use to the next person at it, nor after a deletion.
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _not_modified(request: HttpRequest, etag: str) -> HttpResponse | None:
    if is_known(request.headers.get("If-None-Match", ""), etag):
        return HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    return None


def _by_nginx(file: str) -> HttpResponse | None:
    """Have nginx send the file, with the ranges, if it can (deploy/nginx/chatsite.conf)."""
    if settings.MEDIA_ACCEL and storage.local_path(file):
        return HttpResponse(headers={"X-Accel-Redirect": f"{settings.MEDIA_ACCEL}{quote(file)}"})
    return None


def _in_pieces(request: HttpRequest, file: str, etag: str) -> HttpResponseBase:
    try:
        size = storage.size(file)
    except FileNotFoundError:
        raise NotFound from None
    header = request.headers.get("Range", "") if is_same(request.headers.get("If-Range", ""), etag) else ""
    part = part_wanted(header, size)
    if part is None:
        response: HttpResponseBase = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        response["Content-Range"] = f"bytes */{size}"
        return response
    response = (
        HttpResponse()
        if request.method == "HEAD"
        else StreamingHttpResponse(storage.pieces(file, part.first, part.length))
    )
    response["Content-Length"] = str(part.length)
    response["Accept-Ranges"] = "bytes"
    if not part.is_whole:
        response.status_code = HTTPStatus.PARTIAL_CONTENT
        response["Content-Range"] = part.content_range(size)
    return response
