"""A small community in the middle of its day: what the pictures of the product show, and what the eye tests look at.

Runs inside an installation: ``server.run("from tests.support.scene import play; play()")``.
"""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from messaging.attachments.services import describe, receive
from messaging.models import Message
from messaging.pins.services import pin_message
from messaging.posting import Draft, StoredMessage, post_messages
from messaging.reactions.services import react
from messaging.reading.services import mark_read
from messaging.services import edit_message
from rooms import memberships, services
from rooms.direct.services import open_direct
from rooms.invitations.models import Invitation
from rooms.invitations.services import invite
from rooms.invitations.tokens import token_hash
from rooms.models import Room
from tests.support.callers import PASSWORD
from tests.support.scene_photos import sign
from tests.support.scene_webhooks import send_moves

# The token of the invitation to Jonas's room.
TOKEN = "for-the-pictures"
PEOPLE = {
    "mira": "Mira Okafor",
    "jonas": "Jonas Lind",
    "thea": "Thea Marlow",
    "sam": "Samuel Reyes",
    "yuki": "Yuki Tanabe",
    "ines": "Inês Duarte",
    "noor": "Noor Haddad",
}
ROOMS = {
    "Book club": "Thursdays at seven. This month: The Summer Book, by Tove Jansson.",
    "Garden": "Who waters what, and when.",
    "Repair café": "Bring it broken, take it home working.",
    "Kitchen table": "Recipes, leftovers, and who brings cake.",
    "Summer fair": "It was lovely. See you next year.",
}
SCRIPT = """\
```python
for name in sorted(helpers):
    shift = shifts.get(name, "any time")
    print(f"{name:<12} {shift}")
```
"""
PROGRAM = '''def labels(things, per_sheet=24):
    """Yield sheets of labels, the heavy things first."""
    names = sorted(things, key=lambda thing: -thing.weight)
    for start in range(0, len(names), per_sheet):
        yield [f"No. {n + 1}: {names[n]}" for n in range(start, start + per_sheet)]  # the last sheet is short
'''
TALK = {
    "General": [
        ("jonas", 1500, "Good morning, everyone. The new key for the hall is with Thea from today."),
        ("thea", 1496, "Thank you, Jonas. I'm there from nine; ring twice, the bell is moody."),
        ("ines", 1440, "Could somebody take the projector home over the weekend?"),
        ("sam", 1438, "I can. I'll bring it back on Monday with a **new lamp**."),
        ("noor", 118, "The hall is booked for Saturday, 14:00 to 18:00. Doors open half an hour earlier."),
        ("noor", 117, "What we still need:\n\n- two long tables\n- somebody for the coffee\n- a sign for the street"),
        ("yuki", 92, "I'll do the coffee. Last time we needed about 3 kg for 60 people."),
        ("jonas", 88, "> somebody for the coffee\n\nYuki, you are a hero. I bring the tables with the van."),
        ("mira", 61, "I can paint the sign tonight. Same colours as last year?"),
        ("thea", 58, "Yes please, the blue-green one. The measurements are on the wiki: https://example.org/wiki/sign"),
        ("mira", 57, "Perfect, thank you."),
        ("sam", 21, "For the sign-up sheet I wrote a tiny script, in case somebody wants to reuse it:"),
        (
            "sam",
            20,
            SCRIPT,
        ),
        ("ines", 9, "It even sorts us by name. Now I have to come early, with a name like mine."),
        ("jonas", 4, "See you all on Saturday then. And thank you, this is turning into something good."),
    ],
    "Book club": [
        ("thea", 300, "Chapter four, who is with me?"),
        ("yuki", 45, "Me. The cat, though. _The cat._"),
        ("thea", 33, "No spoilers before Thursday, please."),
    ],
    "Garden": [("noor", 190, "The tomatoes need somebody on Tuesday and Wednesday."), ("jonas", 150, "Tuesday is me.")],
    "Repair café": [
        ("sam", 700, "Next one is on the 28th. We need a second soldering iron."),
        ("jonas", 690, f"The label printer works again, with this:\n\n```python\n{PROGRAM}```"),
    ],
    "Kitchen table": [("ines", 75, "There is cake. There is *so much* cake.")],
    "Summer fair": [("noor", 90_000, "Counted: 412 guests and 38 cakes. What a day.")],
}
READS = {"General": 12, "Garden": 2, "Repair café": 1, "Kitchen table": 1, "Summer fair": 1}


def play() -> None:
    """Create the people, their rooms and what they said; Mira, who looks at it, has not read everything."""
    people = {
        key: User.objects.create_user(email=f"{key}@example.org", password=PASSWORD, name=name)
        for key, name in PEOPLE.items()
    }
    for user in people.values():
        memberships.join_default_rooms(user)
    for name, description in ROOMS.items():
        room = services.create_room(by=people["noor"], name=name, description=description)
        for user in people.values():
            memberships.join_room(room_id=room.pk, by=user)
    for name, lines in TALK.items():
        say(Room.objects.get(name=name), people, lines)
    respond(people)
    show_sign(people)
    talk_directly(people)
    chess = services.create_room(by=people["jonas"], name="Chess by mail", description="One move a day.")
    invitation, _token = invite(by=people["jonas"], room_id=chess.pk, expires_in_s=6 * 86_400, max_uses=10)
    Invitation.objects.filter(pk=invitation.pk).update(token_hash=token_hash(TOKEN), uses=3)
    send_moves(chess, people["jonas"])
    services.create_room(by=people["yuki"], name="Night sky", description="Clear nights, thermos flasks, telescopes.")
    services.close_room(room_id=Room.objects.get(name="Summer fair").pk, by=people["noor"])


def respond(people: dict[str, User]) -> None:
    """React to what Jonas wrote, change what Mira wrote, and pin what is last in the garden."""
    hero = Message.objects.get(content__startswith="> somebody for the coffee")
    for who, emoji in (("noor", "🎉"), ("yuki", "❤️"), ("mira", "🎉"), ("thea", "🎉"), ("sam", "❤️")):
        react(room_id=hero.room_id, seq=hero.seq, by=people[who], emoji=emoji, on=True)
    thanks = Message.objects.get(content="Perfect, thank you.")
    edit_message(
        room_id=thanks.room_id,
        seq=thanks.seq,
        by=people["mira"],
        content=f"Perfect, thank you, <@{people['thea'].pk}>.",
    )
    last = Message.objects.filter(room__name="Garden").order_by("seq").last()
    assert last
    pin_message(room_id=last.room_id, seq=last.seq, by=people["noor"])


def show_sign(people: dict[str, User]) -> None:
    """Let Thea show a photo of the sign, which the others like."""
    room, thea = Room.objects.get(name="General"), people["thea"]
    photo = receive(by=thea, room_id=room.pk, file=sign(), name="sign.jpg")
    describe(by=thea, attachment_id=photo.pk, said={"alt": "A wooden sign in a garden: Summer fair, Saturday, 14:00"})
    [result] = post_messages([Draft(thea.pk, room.pk, "The sign is up. Well done, Mira!", attachment_ids=[photo.pk])])
    assert isinstance(result, StoredMessage), result
    Message.objects.filter(pk=result.message["id"]).update(created_at=timezone.now() - timedelta(minutes=3))
    for who in ("yuki", "sam"):
        react(room_id=room.pk, seq=result.message["seq"], by=people[who], emoji="😍", on=True)


def talk_directly(people: dict[str, User]) -> None:
    """Let Thea write to Mira, and Mira to Jonas and Inês."""
    thea, mira, jonas, ines = (people[name] for name in ("thea", "mira", "jonas", "ines"))
    keys = open_direct(by=thea, user_ids=[mira.pk]).room["id"]
    say(Room.objects.get(pk=keys), people, [("thea", 40, "Do you still have my brushes?"), ("mira", 38, "I do!")])
    cake = open_direct(by=mira, user_ids=[jonas.pk, ines.pk]).room["id"]
    say(Room.objects.get(pk=cake), people, [("mira", 30, "Shall we bake on Friday?")])


def say(room: Room, people: dict[str, User], lines: list[tuple[str, int, str]]) -> None:
    """Write ``(who, minutes ago, text)`` into a room."""
    now = timezone.now()
    seqs = []
    for who, minutes, text in lines:
        [result] = post_messages([Draft(people[who].pk, room.pk, text)])
        assert isinstance(result, StoredMessage), result
        Message.objects.filter(pk=result.message["id"]).update(created_at=now - timedelta(minutes=minutes))
        seqs.append(result.message["seq"])
    Message.objects.filter(room=room, author=None).update(created_at=now - timedelta(days=3))
    read = READS.get(room.name, 0)
    if read:
        mark_read(room_id=room.pk, by=people["mira"], seq=seqs[min(read, len(seqs)) - 1])
