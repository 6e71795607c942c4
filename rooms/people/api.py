"""The HTTP endpoints of people."""

from typing import Any

from accounts.blocking.payloads import block_payload
from accounts.blocking.services import block_person, unblock_person
from accounts.payloads import user_payload
from accounts.requests import SignedInRequest
from chatsite.contract.answers import BlockAnswer, PeopleAnswer, PersonAnswer
from chatsite.limits.window import count
from chatsite.web.api import Action, Answer, Endpoint
from rooms import limits
from rooms.people.card import card
from rooms.people.forms import FindPeopleForm
from rooms.people.queries import find_people, person

Data = dict[str, Any]


def list_people(request: SignedInRequest, data: Data) -> Answer:
    """Return people by a part of their name."""
    count(limits.SEARCHES_OF_PEOPLE, by=request.user)
    found = find_people(user=request.user, **data)
    users = [user_payload(one) for one in found.users]
    return {"users": users, "in_room": found.in_room, "has_more": found.has_more}


def show_person(request: SignedInRequest, data: Data, user_id: int) -> Answer:
    """Return one person."""
    return card(request.user, user_id)


def block(request: SignedInRequest, data: Data, user_id: int) -> Answer:
    """Block a person."""
    found = person(user=request.user, user_id=user_id)
    return {"block": block_payload(block_person(by=request.user, person=found))}


def unblock(request: SignedInRequest, data: Data, user_id: int) -> Answer:
    """Unblock a person."""
    unblock_person(by=request.user, user_id=user_id)
    return None


people = Endpoint(GET=Action(list_people, form=FindPeopleForm, answer=PeopleAnswer))
one = Endpoint(GET=Action(show_person, answer=PersonAnswer))
blocked = Endpoint(PUT=Action(block, answer=BlockAnswer), DELETE=Action(unblock))
