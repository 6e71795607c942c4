"""What the administrators of the small community have to do: what the pictures of the admin show.

Runs inside an installation after :mod:`tests.support.scene`.
"""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from accounts.bots.services import create_bot
from accounts.models import User
from accounts.moderation import sanctions
from accounts.moderation.administration import deactivate
from accounts.tokens.services import create_token
from feedback.models import Feedback
from feedback.services import take
from messaging.models import Message, Report, WebhookDelivery
from messaging.moderation.services import claim, report_message, report_person, settle
from messaging.posting import Draft, StoredMessage, post_messages
from messaging.services import delete_message
from messaging.webhooks.incoming.services import create_webhook as create_incoming
from messaging.webhooks.outgoing.services import add as add_outgoing
from rooms import memberships
from rooms.models import Room
from rooms.moderation import services as moderation
from tests.support.callers import PASSWORD

FEEDBACK = [
    ("mira", Feedback.Category.IDEA, "Could rooms have colours? I would find the garden faster."),
    ("", Feedback.Category.BUG, "The picture I chose for my profile is upside down on my old phone."),
    ("thea", Feedback.Category.QUESTION, "How do I leave a room without anyone noticing?"),
]
ADVERTS = [
    "Watches, all brands, half the price! Today only: https://example.org/watches",
    "Cheap watches for cooks, too!",
    "No one here knows what good taste is. Losers.",
]


def play() -> None:
    """Create an administrator, and something for them in every queue."""
    people = {user.email.partition("@")[0]: user for user in User.objects.all()}
    ada = User.objects.create_superuser(email="ada@example.org", password=PASSWORD, name="Ada Park")
    memberships.join_default_rooms(ada)
    people["ada"], people["vic"] = ada, newcomer("vic", "Vic Sharp")
    report_adverts(people)
    give_feedback(people)
    for key, name in [("lea", "Léa Martin"), ("omar", "Omar Said")]:
        waiting = newcomer(key, name)
        User.objects.filter(pk=waiting.pk).update(awaits_approval=True)
    deactivate(newcomer("olga", "Olga Petrova"), by=ada, reason="Asked for it.")
    connect_programs(ada)


def connect_programs(ada: User) -> None:
    """Connect a bot, a program that posts and one that does not answer."""
    bot = create_bot(name="Deploy", by=ada)
    create_token(by=ada, user=bot, name="Build server", scopes=["write"])
    kitchen = Room.objects.get(name="Kitchen table")
    create_incoming(room_id=kitchen.pk, by=ada, name="Oven")
    url = "https://timer.example.org/chat"
    timer, _secret = add_outgoing(by=ada, room_id=None, name="Timer", url=url, events=["new_message"])
    WebhookDelivery.objects.create(
        uuid=uuid4(),
        webhook=timer,
        room=kitchen,
        version=1,
        event="new_message",
        status=WebhookDelivery.Status.FAILED,
        answer_status=503,
    )


def newcomer(key: str, name: str) -> User:
    """Return a new person who is where everyone begins."""
    user = User.objects.create_user(email=f"{key}@example.org", password=PASSWORD, name=name)
    memberships.join_default_rooms(user)
    return user


def report_adverts(people: dict[str, User]) -> None:
    """Have Vic advertise, and be reported, muted, removed."""
    ada, vic = people["ada"], people["vic"]
    general, kitchen = (Room.objects.get(name=name) for name in ("General", "Kitchen table"))
    memberships.join_room(room_id=kitchen.pk, by=vic)
    watches, cooks, insult = (write(vic, *advert) for advert in zip((general, kitchen, general), ADVERTS, strict=True))
    until = timezone.now() + timedelta(days=1)
    sanctions.warn(vic, by=ada, reason="Please no advertising.")
    moderation.mute_member(room_id=kitchen.pk, by=people["noor"], user_id=vic.pk, until=until, reason="Adverts again.")
    delete_message(room_id=kitchen.pk, seq=cooks, by=people["noor"], reason="Advertising.")
    first = report_message(by=people["mira"], room_id=general.pk, seq=watches, reason="spam", note="The third today.")
    report_message(by=people["yuki"], room_id=general.pk, seq=insult, reason="harassment")
    claim(report_person(by=people["sam"], user_id=vic.pk, reason="other", note="Writes to everyone."), by=ada)
    settle(
        report_message(by=people["jonas"], room_id=kitchen.pk, seq=cooks, reason="spam"),
        by=ada,
        status=Report.Status.RESOLVED,
        answer="Thank you, it is gone.",
    )
    Report.objects.filter(pk=first.pk).update(created_at=timezone.now() - timedelta(hours=5))


def write(author: User, room: Room, text: str) -> int:
    """Write into a room and return the place."""
    [result] = post_messages([Draft(author.pk, room.pk, text)])
    assert isinstance(result, StoredMessage), result
    Message.objects.filter(pk=result.message["id"]).update(created_at=timezone.now() - timedelta(minutes=2))
    return int(result.message["seq"])


def give_feedback(people: dict[str, User]) -> None:
    """Have people and a visitor say what they think."""
    given = [
        Feedback.objects.create(
            content=content, category=category, user=people.get(who), email="" if who else "visitor@example.org"
        )
        for who, category, content in FEEDBACK
    ]
    take(given[-1], by=people["ada"])
