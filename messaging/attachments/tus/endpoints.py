"""``/uploads/``: resumable uploads as stock clients of tus 1.0 make them."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import http_date

from accounts.requests import SignedInRequest
from chatsite.contract.errors import ChatError, TooLarge
from chatsite.web import receiving
from chatsite.web.api import Action, Answer, Endpoint
from messaging.attachments import services
from messaging.attachments.models import Attachment, Upload
from messaging.attachments.queries import received_of, upload_of
from messaging.attachments.tus import headers as tus_headers
from messaging.attachments.tus.arriving import Arriving

Data = dict[str, Any]


class TusEndpoint(Endpoint):
    """An endpoint whose every answer says which version it speaks."""

    def __call__(self, request: HttpRequest, **path: Any) -> HttpResponseBase:
        """Answer ``request``."""
        response = super().__call__(request, **path)
        response["Tus-Resumable"] = tus_headers.VERSION
        return response

    def _refuse(self, error: ChatError) -> HttpResponse:
        response = super()._refuse(error)
        if isinstance(error, tus_headers.UnsupportedVersion):
            response["Tus-Version"] = tus_headers.VERSION
        return response


def tell_abilities(request: HttpRequest, data: Data, **_path: Any) -> Answer:
    """Return what the server can do."""
    headers = {
        "Tus-Version": tus_headers.VERSION,
        "Tus-Extension": tus_headers.EXTENSIONS,
        "Tus-Max-Size": str(settings.UPLOAD_FILE_BYTES),
    }
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=headers)


def _begun(request: SignedInRequest) -> Upload:
    tus_headers.require_version(request.headers)
    file = tus_headers.announced(request.headers)
    return services.begin_upload(
        by=request.user, room_id=file.room_id, name=file.name, type=file.type, length=file.length
    )


def admit_first(request: SignedInRequest) -> Arriving:
    """Begin an upload whose first bytes come with the request."""
    tus_headers.require_version(request.headers)
    tus_headers.require_content_type(request.headers)
    return Arriving(_begun(request))


def begin(request: SignedInRequest, data: Data) -> Answer:
    """Begin the upload of a file."""
    if receiving.has_body(request):
        upload = receiving.received(request, lambda: admit_first(request)).upload
    else:
        upload = _begun(request)
    response = _progress(upload, _finished(upload), HTTPStatus.CREATED)
    response["Location"] = f"/uploads/{upload.pk}"
    return response


def admit_more(request: SignedInRequest, upload_id: UUID) -> Arriving:
    """Return where the next part of an upload goes."""
    tus_headers.require_version(request.headers)
    tus_headers.require_content_type(request.headers)
    offset = tus_headers.whole_number(request.headers, "Upload-Offset")
    upload = upload_of(request.user, upload_id)
    if receiving.announced_length(request) > upload.length - offset >= 0:
        raise TooLarge
    return services.continue_upload(by=request.user, upload_id=upload_id, offset=offset)


def append(request: SignedInRequest, data: Data, upload_id: UUID) -> Answer:
    """Take the next part of a file."""
    upload = receiving.received(request, lambda: admit_more(request, upload_id)).upload
    return _progress(upload, _finished(upload), HTTPStatus.NO_CONTENT)


def tell_progress(request: SignedInRequest, data: Data, upload_id: UUID) -> Answer:
    """Return how much of a file has arrived."""
    tus_headers.require_version(request.headers)
    done = received_of(request.user, upload_id)
    if done:
        response = _progress(None, done, HTTPStatus.OK)
        length = done.size
    else:
        upload = upload_of(request.user, upload_id)
        response = _progress(upload, _finished(upload), HTTPStatus.OK)
        length = upload.length
    response["Upload-Length"] = str(length)
    return response


def cancel(request: SignedInRequest, data: Data, upload_id: UUID) -> Answer:
    """Give up an upload, or remove a file that was not sent."""
    tus_headers.require_version(request.headers)
    services.cancel(by=request.user, upload_id=upload_id)
    return None


def completes_upload(request: SignedInRequest, **_path: Any) -> bool:
    """Tell whether the body that was received is the last part of its file, which is prepared next."""
    sink = receiving.sink_of(request)
    return isinstance(sink, Arriving) and sink.upload.is_complete


def is_unprepared(request: SignedInRequest, upload_id: UUID) -> bool:
    """Tell whether a file has arrived whole and is still to be prepared, which was interrupted or refused."""
    upload = Upload.objects.filter(pk=upload_id, owner=request.user).first()
    return upload is not None and upload.is_complete


def _finished(upload: Upload) -> Attachment | None:
    """Return what a complete upload has become, now at the latest."""
    return services.finish_upload(upload) if upload.is_complete else None


def _progress(upload: Upload | None, done: Attachment | None, status: HTTPStatus) -> HttpResponse:
    response = HttpResponse(status=status)
    if done:
        response["Upload-Offset"] = str(upload.offset if upload else done.size)
        response["Chatsite-Attachment"] = str(done.pk)
    elif upload:
        response["Upload-Offset"] = str(upload.offset)
        response["Upload-Expires"] = http_date(upload.expires_at.timestamp())
    return response


uploads = TusEndpoint(
    OPTIONS=Action(tell_abilities, anonymous=True),
    POST=Action(begin, status=HTTPStatus.CREATED, admit=admit_first, takes_long=completes_upload),
)
upload = TusEndpoint(
    OPTIONS=Action(tell_abilities, anonymous=True),
    GET=Action(tell_progress, helps_writing=True, takes_long=is_unprepared),
    PATCH=Action(append, admit=admit_more, takes_long=completes_upload),
    DELETE=Action(cancel),
)
