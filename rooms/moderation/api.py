"""The endpoints of in-room moderation."""

from typing import Any

from accounts.moderation.forms import LiftForm, ReasonForm, TermForm
from accounts.requests import SignedInRequest
from chatsite.contract.answers import MemberAnswer, RoomSanctionsAnswer
from chatsite.text.times import end_of
from chatsite.web.api import Action, Answer, Endpoint
from rooms.api import set_role
from rooms.forms import RoleForm
from rooms.moderation import services as moderation
from rooms.payloads import room_sanction_payload
from rooms.policies import require
from rooms.queries import room_for, standing_in

Data = dict[str, Any]


def list_sanctions(request: SignedInRequest, data: Data, room_id: int) -> Answer:
    """Return who is muted in a room or banned from it."""
    room = room_for(request.user, room_id)
    require(standing_in(room_id, request.user).may_moderate)
    return {"sanctions": [room_sanction_payload(row) for row in moderation.sanctioned_in(room=room)]}


def mute(request: SignedInRequest, data: Data, room_id: int, user_id: int) -> Answer:
    """Mute a member in a room."""
    until = end_of(data.pop("for_s", None))
    moderation.mute_member(room_id=room_id, by=request.user, user_id=user_id, until=until, **data)
    return None


def unmute(request: SignedInRequest, data: Data, room_id: int, user_id: int) -> Answer:
    """Let a member write in a room again."""
    moderation.unmute_member(room_id=room_id, by=request.user, user_id=user_id, **data)
    return None


def ban(request: SignedInRequest, data: Data, room_id: int, user_id: int) -> Answer:
    """Keep a person out of a room."""
    until = end_of(data.pop("for_s", None))
    moderation.ban_from_room(room_id=room_id, by=request.user, user_id=user_id, until=until, **data)
    return None


def unban(request: SignedInRequest, data: Data, room_id: int, user_id: int) -> Answer:
    """Let a person into a room again."""
    moderation.unban_from_room(room_id=room_id, by=request.user, user_id=user_id, **data)
    return None


def remove(request: SignedInRequest, data: Data, room_id: int, user_id: int) -> Answer:
    """End someone's membership."""
    moderation.remove_member(room_id=room_id, by=request.user, user_id=user_id, **data)
    return None


room_sanctions = Endpoint(GET=Action(list_sanctions, answer=RoomSanctionsAnswer))
member_mute = Endpoint(PUT=Action(mute, form=TermForm), DELETE=Action(unmute, form=LiftForm))
member_ban = Endpoint(PUT=Action(ban, form=TermForm), DELETE=Action(unban, form=LiftForm))
member = Endpoint(
    PATCH=Action(set_role, form=RoleForm, answer=MemberAnswer),
    DELETE=Action(remove, form=ReasonForm),
)
removal = Endpoint(POST=Action(remove, form=ReasonForm))
