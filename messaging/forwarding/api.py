"""The HTTP endpoint of forwarding."""

from http import HTTPStatus
from typing import Any

from django.http import JsonResponse

from accounts.requests import SignedInRequest
from chatsite.contract.answers import PostedAnswer
from chatsite.web.api import Action, Answer, Endpoint
from messaging.api import take_turn
from messaging.forwarding.forms import ForwardForm
from messaging.forwarding.services import forward_message
from messaging.services import Duplicate

Data = dict[str, Any]


def forward(request: SignedInRequest, data: Data, room_id: int, seq: int) -> Answer:
    """Quote a message in another room; 201, or 200 when a retry finds it written."""
    take_turn(request, data.get("content", ""))
    to = data.pop("room_id")
    result = forward_message(room_id=room_id, seq=seq, by=request.user, to=to, **data)
    duplicate = isinstance(result, Duplicate)
    status = HTTPStatus.OK if duplicate else HTTPStatus.CREATED
    return JsonResponse({"message": result.message, "duplicate": duplicate}, status=status)


forwards = Endpoint(
    POST=Action(forward, form=ForwardForm, answer=PostedAnswer, other_statuses=(HTTPStatus.CREATED,)),
)
