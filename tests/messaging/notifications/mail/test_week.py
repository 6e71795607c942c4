"""A week of fifty people and 5,000 messages against a real SMTP server, on a clock that the test sets."""

import email
import re
from collections import defaultdict
from datetime import UTC, datetime, time, timedelta
from random import Random

import pytest

from accounts.blocking.services import block_person
from chatsite.jobs.queue import Lane, run_due
from messaging.forms import clean_content
from messaging.models import Message
from messaging.notifications.deciding import Wanted
from messaging.notifications.mail.sending import look
from messaging.notifications.models import NotificationSettings
from messaging.reading.services import mark_read
from messaging.services import Draft, Refused, delete_message, edit_message, post_messages
from rooms.access.services import add_members
from rooms.attention import set_attention
from rooms.direct.services import open_direct
from rooms.memberships import leave_room
from rooms.models import Room
from rooms.services import create_room
from tests.messaging.notifications.mail.missed_model import Missed, Person, Said
from tests.support.post import PostOffice

START = datetime(2026, 10, 22, 6, tzinfo=UTC)  # Europe's clocks go back on the 25th, while the week runs
PEOPLE, MESSAGES, DAYS = 50, 5_000, 7
STEP = timedelta(minutes=5)
# A message is marked at the second look after it, and a mail leaves at the first look after its time.
SLACK = 3 * STEP
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "America/Sao_Paulo"]
SEED = 20


@pytest.fixture
def post(tmp_path, settings):
    """Return the SMTP server that the site's mail goes to."""
    office = PostOffice(tmp_path)
    office.open()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
    settings.SITE_URL = "https://chat.example.org"
    settings.CHANGES_PER_MINUTE = settings.POSTS_PER_MINUTE = settings.ROOMS_PER_DAY = 0
    yield office
    office.close()


class Week:
    """The people, their rooms, and what they do; the model sees everything that happens."""

    def __init__(self, clock, make_user):
        self.random, self.clock = Random(SEED), clock
        self.users = {user.pk: user for user in (make_user(f"Person{number}") for number in range(PEOPLE))}
        self.model = Missed([self._person(user) for user in self.users.values()])
        self.rooms: dict[int, Room] = {}
        self.members: defaultdict[int, set[int]] = defaultdict(set)
        self.said: defaultdict[int, list[dict]] = defaultdict(list)
        self.count, self.drafts = 0, []
        self._open_rooms()

    def _person(self, user) -> Person:
        choose = self.random.choice
        wants = choose([{"mentions", "direct"}] * 5 + [{"mentions"}, {"direct"}, {"everything"}, set()])
        after = timedelta(minutes=choose([5, 30, 30, 30, 120]))
        zone = choose(ZONES)
        quiet = choose([None, None, (time(22), time(7)), (time(12, 30), time(14))])
        paused_until = choose([None] * 6 + [START + timedelta(days=2, hours=5)])
        NotificationSettings.objects.create(
            user=user,
            mail_for=int(Wanted.named(wants)),
            mail_after_s=int(after.total_seconds()),
            quiet_from=quiet and quiet[0],
            quiet_to=quiet and quiet[1],
            time_zone=zone,
            paused_until=paused_until,
        )
        return Person(user.pk, user.email, frozenset(wants), after, zone, quiet, paused_until)

    def _open_rooms(self) -> None:
        ids = list(self.users)
        for number in range(8):
            people = self.random.sample(ids, 20)
            owner = self.users[people[0]]
            kind = "private" if number % 3 == 2 else "public"
            room = create_room(by=owner, name=f"Room {number}", visibility=kind)
            add_members(room_id=room.pk, by=owner, user_ids=people[1:])
            self._opened(room, people)
        for size in [2] * 40 + [4] * 6:
            people = self.random.sample(ids, size)
            opened = open_direct(by=self.users[people[0]], user_ids=people[1:])
            if opened.room["id"] not in self.rooms:
                self._opened(Room.objects.get(pk=opened.room["id"]), people)

    def _opened(self, room: Room, people: list[int]) -> None:
        self.rooms[room.pk] = room
        self.members[room.pk] = set(people)
        for user_id in people:
            level = self.random.choice(["everything"] * 6 + ["mentions", "nothing"])
            set_attention(room_id=room.pk, by=self.users[user_id], notify=level)
            self.model.people[user_id].levels[room.pk] = level

    def speak(self) -> None:
        """Have someone write, soon: to no one, by name, an answer, or a call of the room."""
        room = self.random.choice(list(self.rooms.values()))
        author = self.random.choice(sorted(self.members[room.pk]))
        word = f"w{self.count:05d}w"
        self.count += 1
        named = self._named(room, author) if self.random.random() < 0.35 else set()
        answered = self.random.choice(self.said[room.pk]) if self.said[room.pk] and self.random.random() < 0.2 else None
        calls = not room.is_direct and author == room.creator_id and self.random.random() < 0.2
        text = " ".join([word, *(f"<@{user_id}>" for user_id in named), *["<@room>"] * calls])
        draft = Draft(author, room.pk, clean_content(text), reply_to=answered and answered["seq"])
        entry = {"author": author, "word": word, "text": text, "addressed": set(named)}
        if answered:
            entry["addressed"].add(answered["author"])
            if room.is_public or answered["author"] in self.members[room.pk]:
                named = named | {answered["author"]}
        self.drafts.append((draft, room, entry, named, calls))

    def send(self) -> None:
        """Post what was written."""
        drafts, self.drafts = self.drafts, []
        for result, (_draft, room, entry, named, calls) in zip(
            post_messages([one[0] for one in drafts]), drafts, strict=True
        ):
            if isinstance(result, Refused):
                assert len(self.members[room.pk]) == 2  # one of the two has blocked the other
                continue
            self.said[room.pk].append({"seq": result.message["seq"], **entry})
            self._tell(entry["word"], room, result.message["version"], entry["author"], named, calls=calls)

    def _named(self, room: Room, author: int) -> set[int]:
        within = self.members[room.pk] if not room.is_public else set(self.users)
        return set(self.random.sample(sorted(within), min(2, len(within)))) - {author}

    def _tell(self, word, room, version, author, named, *, calls=False, members=None) -> None:
        kind = "direct" if room.is_direct else "room"
        one = Said(word, room.pk, version, author, self.clock.now)
        self.model.said(one, kind, self.members[room.pk] if members is None else members, named, calls=calls)

    def read(self) -> None:
        """Have someone read some of their rooms, to the end or part of the way."""
        user_id = self.random.choice(list(self.users))
        mine = [room_id for room_id in self.rooms if user_id in self.members[room_id] and self.said[room_id]]
        for room_id in self.random.sample(mine, min(len(mine), self.random.choice([1, 2, 6]))):
            newest = self.said[room_id][-1]["seq"]
            seq = newest if self.random.random() < 0.8 else self.random.choice(self.said[room_id])["seq"]
            pointer = mark_read(room_id=room_id, by=self.users[user_id], seq=seq)[0].last_read_seq
            self.model.read(user_id, room_id, pointer)

    def change(self) -> None:
        """Take a message back, name someone in one by an edit, leave a room, or block a person."""
        self.send()
        what = self.random.choice([self._delete] * 6 + [self._edit] * 6 + [self._leave, self._block])
        what()

    def _any_message(self):
        spoken = [room_id for room_id, said in self.said.items() if said]
        if not spoken:
            return None, None
        room_id = self.random.choice(spoken)
        one = self.random.choice(self.said[room_id][-20:])
        return (self.rooms[room_id], one) if one["author"] in self.members[room_id] else (None, None)

    def _delete(self) -> None:
        room, one = self._any_message()
        if room:
            delete_message(room_id=room.pk, seq=one["seq"], by=self.users[one["author"]])
            self.said[room.pk].remove(one)
            self.model.withdrawn(one["word"])

    def _edit(self) -> None:
        room, one = self._any_message()
        if not room:
            return
        named = self._named(room, one["author"])
        fresh = named - one["addressed"]
        one["addressed"] |= fresh
        one["text"] += "".join(f" <@{user_id}>" for user_id in named)
        edited = edit_message(room_id=room.pk, seq=one["seq"], by=self.users[one["author"]], content=one["text"])
        self._tell(one["word"], room, edited.version, one["author"], fresh, members=set())

    def _leave(self) -> None:
        private = [room for room in self.rooms.values() if not room.is_public and not room.is_direct]
        room = self.random.choice(private)
        user_id = self.random.choice(sorted(self.members[room.pk] - {room.creator_id}) or [0])
        if user_id:
            leave_room(room_id=room.pk, by=self.users[user_id])
            self.members[room.pk].discard(user_id)
            self.model.left(user_id, room.pk)

    def _block(self) -> None:
        user_id, other = self.random.sample(list(self.users), 2)
        block_person(by=self.users[user_id], person=self.users[other])
        self.model.blocked(user_id, other)


class Mailbox:
    """What the SMTP server has taken, compared with the model as it comes."""

    def __init__(self, office: PostOffice, model: Missed):
        self.folder, self.model = office.maildir / "new", model
        self.known: set[str] = set()
        self.by_email = {person.email: person for person in model.people.values()}

    def check(self, now: datetime) -> int:
        """Compare each new mail with what its reader has missed; return how many came."""
        names = {path.name for path in self.folder.glob("*")} - self.known
        for name in names:
            letter = email.message_from_bytes((self.folder / name).read_bytes())
            self._check(letter, now)
        self.known |= names
        return len(names)

    def _check(self, letter, now: datetime) -> None:
        person = self.by_email[letter["To"]]
        pending = self.model.pending[person.id]
        text, html = (part.get_payload(decode=True).decode() for part in letter.get_payload())
        shown = set(re.findall(r"w\d{5}w", text))
        assert shown == set(re.findall(r"w\d{5}w", html))
        assert shown <= pending.keys(), (person, "read, withdrawn or mailed before", shown - pending.keys())
        if count := re.search(r"You have (\d+) unread", str(letter["Subject"])):
            assert int(count[1]) == len(pending), (person, sorted(pending), text)
        assert not person.mailed_at or now - person.mailed_at[-1] >= timedelta(hours=1), person
        assert person.may_be_disturbed(now), person
        assert min(one.at for one in pending.values()) + person.after <= now, person
        self.model.mailed(person.id, now)


@pytest.mark.slow
@pytest.mark.timeout(2_400)
def test_no_one_is_mailed_what_they_read_or_misses_what_is_due_or_gets_more_than_one_an_hour(clock, make_user, post):
    clock.now = START
    week = Week(clock, make_user)
    look(clock.now)
    mailbox = Mailbox(post, week.model)
    looks = int(timedelta(days=DAYS) / STEP)
    acts = [*[week.speak] * MESSAGES, *[week.read] * 2_500, *[week.change] * 250]
    week.random.shuffle(acts)
    when = sorted(week.random.randrange(looks) for _ in acts)
    plan: defaultdict[int, list] = defaultdict(list)
    for number, act in zip(when, acts, strict=True):
        plan[number].append(act)
    for number in range(looks):
        for act in plan[number]:
            act()
        week.send()
        look(clock.pass_by(seconds=STEP.total_seconds()))
        if run_due(clock.now, lane=Lane.MAIL):
            mailbox.check(clock.now)
        assert week.model.overdue(clock.now, SLACK) == []
    assert Message.objects.filter(author__isnull=False).count() > MESSAGES * 0.95
    assert len(mailbox.known) > 500
    assert week.model.total > 1.5 * len(mailbox.known)  # most mails hold several things
