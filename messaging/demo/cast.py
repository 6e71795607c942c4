"""Who talks in the demo, and where."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from accounts.models import User
from accounts.pictures.avatars import set_avatar
from accounts.services import welcome
from chatsite.db.transactions import in_transaction
from chatsite.text.cleaning import comparison_key, name_key
from messaging.demo.pictures import picture
from messaging.models import Message
from rooms.access.services import add_members
from rooms.memberships import join_room
from rooms.models import Membership, Room
from rooms.roles import set_role
from rooms.services import create_room

# Addresses of a domain that never exists: no one gets mail, and a person of the site is never taken for one of these.
DOMAIN = "demo.example"

# Some have a picture; the others show how initials look.
NAMES = (
    "Mira Okafor", "Jonas Lind", "Thea Marlow", "Samuel Reyes", "Yuki Tanabe", "Inês Duarte", "Noor Haddad",
    "Oleksandr Koval", "Priya Raman", "Tomás Herrera", "Aino Virtanen", "Kwame Mensah", "Léa Fontaine", "Davit Beridze",
    "Hanna Weiß", "Rohan Mehta", "Sofía Navarro", "Emre Yıldız", "Grace Achieng", "Ivo Petrov",
)  # fmt: skip
WITHOUT_PICTURE = 3  # every so many


@dataclass(frozen=True, slots=True)
class DemoRoom:
    """A room of the demo, and who is in it: everyone whose number leaves one of ``rests`` when divided by four."""

    name: str
    description: str
    owner: int
    rests: tuple[int, ...] = (0, 1, 2, 3)
    is_private: bool = False


ROOMS = (
    DemoRoom("Book club", "Thursdays at seven. This month: The Summer Book, by Tove Jansson.", 2, (0, 2, 3)),
    DemoRoom("Garden", "Who waters what, and when.", 6, (0, 1, 2)),
    DemoRoom("Repair café", "Bring it broken, take it home working.", 3, (1, 3)),
    DemoRoom("Kitchen table", "Recipes, leftovers, and who brings cake.", 5),
    DemoRoom("Website", "The pages, the newsletter, and what is broken.", 8, (0, 1, 3)),
    DemoRoom("Hiking", "Boots, trains, and the weather on Sunday.", 10, (1, 2, 3)),
    DemoRoom("Board", "Budget, keys, and who speaks for us.", 4, (0, 2), is_private=True),
)


@dataclass(slots=True)
class Stage:
    """The people and rooms of the demo, as far as they can be written in: ``{room: the people in it}``."""

    people: Sequence[User]
    members: dict[Room, list[User]] = field(default_factory=dict)


def gather() -> Stage:
    """Return the demo's people and rooms; what is missing is created."""
    stage = Stage([_person(number) for number in range(len(NAMES))])
    for room in Room.objects.active().filter(is_default=True).order_by("pk"):
        stage.members[room] = list(stage.people)
    for described in ROOMS:
        created = _room(described, stage.people[described.owner])
        if created:
            stage.members[created] = [user for number, user in enumerate(stage.people) if number % 4 in described.rests]
    for room, people in stage.members.items():
        _enter(room, people)
    return stage


def backdate(stage: Stage, began_at: datetime) -> None:
    """Have everything that is there before the first word be there since ``began_at``."""
    people = [user.pk for user in stage.people]
    User.objects.filter(pk__in=people).update(date_joined=began_at)
    Room.objects.filter(creator__in=people).update(created_at=began_at)
    Membership.objects.filter(user__in=people).update(joined_at=began_at)
    Message.objects.filter(room__in=stage.members, author=None).update(created_at=began_at)  # the welcome


def _person(number: int) -> User:
    email = f"{comparison_key(NAMES[number]).replace(' ', '.')}@{DOMAIN}"
    user = User.objects.filter(email=email).first() or _new_person(email, NAMES[number])
    if not user.avatar and number % WITHOUT_PICTURE:
        set_avatar(user, picture(number))
    return user


@in_transaction
def _new_person(email: str, name: str) -> User:
    """Create a person who cannot sign in until ``manage.py reset_link`` gives them a password."""
    user = User.objects.create_user(email=email, name=name)
    welcome(user)
    return user


def _room(described: DemoRoom, owner: User) -> Room | None:
    """Return the room of ``described``, or nothing when someone closed or deleted it: then it stays so."""
    same_name = Q(active_name_key=name_key(described.name))
    if described.is_private:
        same_name = Q(creator=owner, name=described.name, visibility=Room.Visibility.PRIVATE)
    room = Room.objects.active().filter(same_name).first()
    if room or Room.objects.filter(creator=owner, name=described.name).exists():
        return room
    kind = Room.Visibility.PRIVATE if described.is_private else Room.Visibility.PUBLIC
    return create_room(by=owner, name=described.name, description=described.description, visibility=kind)


def _enter(room: Room, people: Sequence[User]) -> None:
    """Make those of ``people`` members who never were, the first of them the owner's moderator."""
    known = set(Membership.objects.filter(room=room, user__in=people).values_list("user", flat=True))
    newcomers = [user for user in people if user.pk not in known]
    owner = room.creator
    if owner and not room.is_public and newcomers:
        add_members(room_id=room.pk, by=owner, user_ids=[user.pk for user in newcomers])
    else:
        for user in newcomers:
            join_room(room_id=room.pk, by=user)
    if newcomers and owner and owner in people:
        set_role(room_id=room.pk, by=owner, user_id=newcomers[0].pk, role=Membership.Role.MODERATOR)
