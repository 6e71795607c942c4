"""The HTTP endpoint of a room's people: its members, and adding some."""

from typing import Any

from accounts.requests import SignedInRequest
from chatsite.contract.answers import AddedMembersAnswer, MembersAnswer
from chatsite.web.api import Action, Answer, Endpoint
from rooms.access.forms import AddMembersForm
from rooms.access.services import add_members
from rooms.api import list_members
from rooms.forms import ListMembersForm
from rooms.payloads import member_payload

Data = dict[str, Any]


def add(request: SignedInRequest, data: Data, room_id: int) -> Answer:
    """Make people members."""
    added = add_members(room_id=room_id, by=request.user, **data)
    return {"members": [member_payload(membership) for membership in added]}


members = Endpoint(
    GET=Action(list_members, form=ListMembersForm, answer=MembersAnswer, compressed=True),
    POST=Action(add, form=AddMembersForm, answer=AddedMembersAnswer),
)
