"""A room with people and messages in it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from chatsite.contract.payloads import MessagePayload
from messaging.forms import CleanContent, clean_content
from messaging.services import Draft, Refused, post_messages
from rooms.memberships import join_room
from rooms.models import Room
from rooms.services import create_room
from tests.support.fixtures import People


def say(author: User, room: Room, content: str = "hello", **fields: Any) -> MessagePayload:
    """Post a message as an entry point does; a refusal is raised."""
    text = CleanContent("") if fields.get("attachment_ids") and not content else clean_content(content)
    (result,) = post_messages([Draft(author.pk, room.pk, text, **fields)])
    if isinstance(result, Refused):
        raise result.error
    return result.message


@pytest.fixture
def admin(make_user: Callable[..., User]) -> User:
    """Return an administrator."""
    return make_user("Ada", is_superuser=True, is_staff=True)


@pytest.fixture
def room(people: People) -> Room:
    """Return a room of Alice's, with Bob as a member; Charlie is outside."""
    room = create_room(by=people.alice, name="Kitchen")
    return join_room(room_id=room.pk, by=people.bob)


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """Return a function that gives a person an HTTP client."""

    def client_of(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return client_of
