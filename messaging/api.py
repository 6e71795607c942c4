"""The HTTP endpoints of messages."""

from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import JsonResponse

from accounts.payloads import user_payload
from accounts.requests import SignedInRequest
from chatsite.contract.answers import ChangesAnswer, HistoryAnswer, MessageAnswer, PageAnswer, PostedAnswer
from chatsite.limits.window import Limit
from chatsite.web.api import Action, Answer, Endpoint
from messaging import services
from messaging.forms import ChangesForm, EditForm, HistoryForm, PageForm, PostForm, RemoveForm
from messaging.history import earlier_texts, named_in
from messaging.markup import markup_weight
from messaging.payloads import earlier_text_payload, message_payload
from messaging.queries import catch_up, page
from messaging.services import Draft, Duplicate, Refused

MINUTE_S = 60

Data = dict[str, Any]


def list_messages(request: SignedInRequest, data: Data, room_id: int) -> Answer:
    """Return part of a conversation."""
    return asdict(page(user=request.user, room_id=room_id, **data))


def take_turn(request: SignedInRequest, content: str) -> None:
    """Count a message that a person writes or changes, as several if it is slow to render.

    Raises:
        RateLimited: too many in the last minute.
    """
    limit, subject = Limit("post", settings.POSTS_PER_MINUTE, MINUTE_S), str(request.user.pk)
    limit.take(subject)
    limit.charge(subject, markup_weight(content))


def post_message(request: SignedInRequest, data: Data, room_id: int) -> Answer:
    """Write a message; 201, or 200 when a retry finds it written."""
    take_turn(request, data["content"])
    (result,) = services.post_messages([Draft(request.user.pk, room_id, **data, by_token=request.user.acts_by_token)])
    if isinstance(result, Refused):
        raise result.error
    duplicate = isinstance(result, Duplicate)
    status = HTTPStatus.OK if duplicate else HTTPStatus.CREATED
    return JsonResponse({"message": result.message, "duplicate": duplicate}, status=status)


def edit_message(request: SignedInRequest, data: Data, room_id: int, seq: int) -> Answer:
    """Change a message's text."""
    take_turn(request, data["content"])
    return {"message": message_payload(services.edit_message(room_id=room_id, seq=seq, by=request.user, **data))}


def delete_message(request: SignedInRequest, data: Data, room_id: int, seq: int) -> Answer:
    """Leave only a tombstone of a message."""
    services.delete_message(room_id=room_id, seq=seq, by=request.user, **data)
    return None


def restore_message(request: SignedInRequest, data: Data, room_id: int, seq: int) -> Answer:
    """Show a deleted message again."""
    return {"message": message_payload(services.restore_message(room_id=room_id, seq=seq, by=request.user))}


def list_history(request: SignedInRequest, data: Data, room_id: int, seq: int) -> Answer:
    """Return the earlier texts of a message."""
    texts, has_more = earlier_texts(user=request.user, room_id=room_id, seq=seq, **data)
    people = named_in(room_id, [text.content for text in texts])
    return {
        "texts": [earlier_text_payload(text) for text in texts],
        "mentions": [user_payload(one) for one in people],
        "has_more": has_more,
    }


def list_changes(request: SignedInRequest, data: Data, room_id: int) -> Answer:
    """Return what changed in a room."""
    return asdict(catch_up(user=request.user, room_id=room_id, **data))


messages = Endpoint(
    GET=Action(list_messages, form=PageForm, answer=PageAnswer, compressed=True),
    POST=Action(post_message, form=PostForm, answer=PostedAnswer, other_statuses=(HTTPStatus.CREATED,)),
)
message = Endpoint(
    PATCH=Action(edit_message, form=EditForm, answer=MessageAnswer), DELETE=Action(delete_message, form=RemoveForm)
)
restore = Endpoint(POST=Action(restore_message, answer=MessageAnswer))
history = Endpoint(GET=Action(list_history, form=HistoryForm, answer=HistoryAnswer, compressed=True))
changes = Endpoint(GET=Action(list_changes, form=ChangesForm, answer=ChangesAnswer, compressed=True))
