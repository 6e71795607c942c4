"""The HTTP endpoints of rooms and their members."""

from http import HTTPStatus
from typing import Any

from accounts.requests import SignedInRequest
from chatsite.contract.answers import (
    MembershipAnswer,
    MyRoomAnswer,
    RoomAnswer,
    RoomsAnswer,
)
from chatsite.web.api import Action, Answer, Endpoint
from rooms import memberships, roles, services
from rooms.attention import set_attention
from rooms.broadcasts import own_payload
from rooms.forms import (
    AttentionForm,
    CreateRoomForm,
    LeaveForm,
    ListRoomsForm,
    UpdateRoomForm,
)
from rooms.models import Membership
from rooms.payloads import member_payload, room_payload
from rooms.queries import ListedRooms, my_room, my_rooms, room_to_read

Data = dict[str, Any]


def list_rooms(request: SignedInRequest, data: Data) -> Answer:
    """Return a page of the rooms that the caller may see, by id."""
    wanted = ListedRooms(joined=data.get("joined", False), closed=data.get("closed", False), search=data.get("q", ""))
    found = wanted.first(request.user, after=data["after"], count=data["limit"] + 1)
    return {"rooms": my_rooms(request.user, found[: data["limit"]]), "has_more": len(found) > data["limit"]}


def create_room(request: SignedInRequest, data: Data) -> Answer:
    """Create a room of the caller's."""
    room = services.create_room(by=request.user, **data)
    return {"room": my_room(request.user, room.pk)}


def show_room(request: SignedInRequest, data: Data, room_id: int) -> Answer:
    """Return one room."""
    return {"room": my_room(request.user, room_id)}


def update_room(request: SignedInRequest, data: Data, room_id: int) -> Answer:
    """Rename or describe a room, or set its slow mode."""
    return {"room": room_payload(services.update_room(room_id=room_id, by=request.user, **data))}


def delete_room(request: SignedInRequest, data: Data, room_id: int) -> Answer:
    """Take a room away."""
    services.delete_room(room_id=room_id, by=request.user)
    return None


def join_room(request: SignedInRequest, data: Data, room_id: int) -> Answer:
    """Make the caller a member."""
    memberships.join_room(room_id=room_id, by=request.user)
    return {"room": my_room(request.user, room_id)}


def leave_room(request: SignedInRequest, data: Data, room_id: int) -> Answer:
    """End the caller's membership."""
    memberships.leave_room(room_id=room_id, by=request.user, **data)
    return None


def close_room(request: SignedInRequest, data: Data, room_id: int) -> Answer:
    """Make a room read-only."""
    return {"room": room_payload(services.close_room(room_id=room_id, by=request.user))}


def reopen_room(request: SignedInRequest, data: Data, room_id: int) -> Answer:
    """Make a room writable again."""
    return {"room": room_payload(services.reopen_room(room_id=room_id, by=request.user))}


def list_members(request: SignedInRequest, data: Data, room_id: int) -> Answer:
    """Return a page of a room's members, by the id of the person."""
    room = room_to_read(request.user, room_id)
    members = Membership.objects.current().filter(room=room, user__gt=data["after"]).select_related("user")
    found = list(members.order_by("user")[: data["limit"] + 1])
    page = [member_payload(member) for member in found[: data["limit"]]]
    return {"members": page, "has_more": len(found) > data["limit"]}


def set_role(request: SignedInRequest, data: Data, room_id: int, user_id: int) -> Answer:
    """Give a member another role."""
    membership = roles.set_role(room_id=room_id, by=request.user, user_id=user_id, role=data["role"])
    return {"member": member_payload(membership)}


def change_membership(request: SignedInRequest, data: Data, room_id: int) -> Answer:
    """Choose what in a room calls for the caller's attention."""
    membership = set_attention(room_id=room_id, by=request.user, **data)
    return {"membership": own_payload(membership, membership.room)}


rooms = Endpoint(
    GET=Action(list_rooms, form=ListRoomsForm, answer=RoomsAnswer, compressed=True),
    POST=Action(create_room, form=CreateRoomForm, answer=MyRoomAnswer, status=HTTPStatus.CREATED),
)
room = Endpoint(
    GET=Action(show_room, answer=MyRoomAnswer),
    PATCH=Action(update_room, form=UpdateRoomForm, answer=RoomAnswer),
    DELETE=Action(delete_room),
)
join = Endpoint(POST=Action(join_room, answer=MyRoomAnswer))
leave = Endpoint(POST=Action(leave_room, form=LeaveForm))
close = Endpoint(POST=Action(close_room, answer=RoomAnswer))
reopen = Endpoint(POST=Action(reopen_room, answer=RoomAnswer))
membership = Endpoint(PATCH=Action(change_membership, form=AttentionForm, answer=MembershipAnswer))
