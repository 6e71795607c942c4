"""The HTTP endpoint of direct rooms."""

from http import HTTPStatus
from typing import Any

from django.http import JsonResponse

from accounts.requests import SignedInRequest
from chatsite.contract.answers import MyRoomAnswer
from chatsite.web.api import Action, Answer, Endpoint
from rooms.direct.forms import OpenDirectForm
from rooms.direct.services import open_direct


def open_room(request: SignedInRequest, data: dict[str, Any]) -> Answer:
    """Open the direct room of the caller and some people; 201 if it is new."""
    opened = open_direct(by=request.user, **data)
    return JsonResponse({"room": opened.room}, status=HTTPStatus.CREATED if opened.is_new else HTTPStatus.OK)


direct = Endpoint(
    POST=Action(open_room, form=OpenDirectForm, answer=MyRoomAnswer, other_statuses=(HTTPStatus.CREATED,))
)
