"""The HTTP endpoints of attachments."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.requests import SignedInRequest
from chatsite.contract.answers import AttachmentAnswer
from chatsite.contract.errors import TooLarge
from chatsite.web.api import Action, Answer, Endpoint
from chatsite.web.receiving import Spool
from messaging.attachments import posters, services
from messaging.attachments.forms import AttachForm, DescribeForm, PosterForm
from messaging.attachments.names import limit_in_words
from messaging.attachments.payloads import attachment_payload
from messaging.attachments.queries import attachment_to_read

Data = dict[str, Any]

# What a form has beside its file.
FORM_BYTES = 64 * 1024


def admit(request: SignedInRequest, room_id: int) -> Spool:
    """Return where the body of a request that may attach a file goes."""
    services.require_may_attach(request.user, room_id)
    return Spool(settings.UPLOAD_FILE_BYTES + FORM_BYTES, too_large)


def too_large() -> TooLarge:
    """Return the refusal of a body that is longer than any file may be."""
    return TooLarge(
        format_lazy(_("The file is too large. The limit is {limit}."), limit=limit_in_words(settings.UPLOAD_FILE_BYTES))
    )


def attach(request: SignedInRequest, data: Data, room_id: int) -> Answer:
    """Upload a file in one request, to be sent with a message in the room."""
    file = data["file"]
    found = services.receive(by=request.user, room_id=room_id, file=file, name=file.name)
    return {"attachment": attachment_payload(found)}


def show(request: SignedInRequest, data: Data, attachment_id: UUID) -> Answer:
    """Return what a file is."""
    return {"attachment": attachment_payload(attachment_to_read(request.user, attachment_id))}


def describe(request: SignedInRequest, data: Data, attachment_id: UUID) -> Answer:
    """Say what a file shows, for people who don't see it, and of a recording how long it is and how it sounds."""
    found = services.describe(by=request.user, attachment_id=attachment_id, said=data)
    return {"attachment": attachment_payload(found)}


def admit_poster(request: SignedInRequest, attachment_id: UUID) -> Spool:
    """Return where the body of a request that may set a poster goes."""
    posters.require_may_set_poster(request.user, attachment_id)
    return Spool(posters.MAX_POSTER_BYTES + FORM_BYTES)


def set_poster(request: SignedInRequest, data: Data, attachment_id: UUID) -> Answer:
    """Set the picture that stands for a film of one's own until it plays, before it is sent."""
    found = posters.set_poster(by=request.user, attachment_id=attachment_id, file=data["file"])
    return {"attachment": attachment_payload(found)}


room_attachments = Endpoint(
    POST=Action(attach, AttachForm, AttachmentAnswer, status=HTTPStatus.CREATED, multipart=True, admit=admit)
)
attachment = Endpoint(
    GET=Action(show, answer=AttachmentAnswer), PATCH=Action(describe, DescribeForm, answer=AttachmentAnswer)
)
poster = Endpoint(POST=Action(set_poster, PosterForm, AttachmentAnswer, multipart=True, admit=admit_poster))
