"""One use, and many who come at once: exactly one gets in."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts import services
from accounts.models import User
from chatsite.contract.errors import ChatError
from rooms.invitations.models import Arrival, Invitation
from rooms.invitations.queries import InvitationGone
from rooms.invitations.services import accept, invite
from rooms.models import Membership, Room
from rooms.services import create_room

MANY = 32


@pytest.fixture
def token(transactional_db: None) -> str:
    owner = User.objects.create_user(email="o@example.org", name="Owner")
    room = create_room(by=owner, name="Garden")
    return invite(by=owner, room_id=room.pk, max_uses=1)[1]


def tried(call, *args, **kwargs) -> str:
    try:
        call(*args, **kwargs)
    except ChatError as error:
        return type(error).__name__
    finally:
        connection.close()
    return "in"


def outcome(answers: list[str]) -> None:
    assert sorted(set(answers)) == [InvitationGone.__name__, "in"]
    assert answers.count("in") == 1
    assert Invitation.objects.get().uses == 1
    assert Arrival.objects.count() == 1
    assert Membership.objects.current().filter(room=Room.objects.get()).count() == 2


def test_one_of_thirty_two_joins(token):
    people = User.objects.bulk_create(
        [User(email=f"p{n}@example.org", name=f"Person {n}", password="!") for n in range(MANY)]
    )
    with ThreadPoolExecutor(MANY) as threads:
        outcome(list(threads.map(lambda user: tried(accept, token=token, by=user), people)))


def test_one_of_thirty_two_registers(token, settings, monkeypatch):
    settings.REGISTRATION = "invite"
    monkeypatch.setattr("accounts.services.hashed_password", lambda password, user: "!")  # not what is tested, and slow

    def register(number: int) -> str:
        address = f"192.0.2.{number}"
        fields = {"email": f"p{number}@example.org", "name": f"Person {number}", "password": "!", "origin": ""}
        return tried(services.register, **fields, address=address, invitation=token)

    with ThreadPoolExecutor(MANY) as threads:
        outcome(list(threads.map(register, range(MANY))))
    assert User.objects.count() == 2


def test_one_person_at_two_screens_takes_one_use(token):
    Invitation.objects.update(max_uses=5)
    person = User.objects.create_user(email="p@example.org", name="Person")
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: tried(accept, token=token, by=person), range(8)))
    assert answers == ["in"] * 8
    assert Invitation.objects.get().uses == 1
