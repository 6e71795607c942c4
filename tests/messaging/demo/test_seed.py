"""manage.py seed: a demo to look at, and to measure with."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from chatsite.management.base import Progress
from messaging.demo import writing
from messaging.models import Bookmark, EarlierText, Mention, Message, Pin, Reaction
from messaging.search.index.models import RecentText
from messaging.unread import unread_counts
from rooms.models import Membership, Room, RoomCounter
from rooms.services import close_room
from tests.support.commands import interrupt, run

DEMO = "@demo.example"


@pytest.fixture
def _small_steps(monkeypatch):
    monkeypatch.setattr(writing, "BATCH", 40)


def versions_are_counted() -> bool:
    """Tell whether every room's counter is where its newest change is."""
    for counter in RoomCounter.objects.all():
        messages = Message.objects.filter(room=counter.pk)
        members = Membership.objects.filter(room=counter.pk)
        changes = [counter.room.version, *messages.values_list("version", flat=True)]
        highest = max(changes + list(members.values_list("version", flat=True)))
        if counter.version != highest or counter.member_count != members.current().count():
            return False
        if messages and counter.last_message_seq != messages.latest("seq").seq:
            return False
    return True


@pytest.mark.usefixtures("_small_steps")
def test_a_demo_is_people_rooms_and_weeks_of_conversation_once(db, alice):
    assert run("seed", "--messages", "300", "--weeks", "2") == "Added 300 messages. 20 people talk in 8 rooms.\n"
    people = User.objects.filter(email__endswith=DEMO)
    assert (people.count(), people.exclude(avatar="").count()) == (20, 13)
    assert not any(user.has_usable_password() for user in people)
    direct = Room.objects.filter(visibility=Room.Visibility.DIRECT)
    assert sorted(direct.values_list("counter__member_count", flat=True)) == [1, 2, 2, 3]
    assert all(room.messages.exists() for room in direct)
    notices = Room.objects.get(who_may_write=Room.Writers.MODERATORS)
    assert notices.messages.values("author").distinct().count() == 1
    assert Room.objects.get(visibility=Room.Visibility.PRIVATE).counter.member_count == 10
    aside = [notices, *direct]
    messages = Message.objects.exclude(author=None).exclude(room__in=aside).order_by("room", "seq")
    assert messages.count() == 300
    talking = Room.objects.active().exclude(pk__in=[room.pk for room in aside])
    assert talking.filter(messages__author__in=people).distinct().count() == 8
    assert messages.exclude(reply_to=None).exists()
    assert versions_are_counted()
    span = messages.latest("created_at").created_at - messages.earliest("created_at").created_at
    assert timedelta(days=13) < span < timedelta(days=14)
    for room in Room.objects.all():
        times = list(Message.objects.filter(room=room).order_by("seq").values_list("created_at", flat=True))
        assert times == sorted(times)
    (mira,) = people.filter(name="Mira Okafor")
    in_rooms = Membership.objects.filter(user=mira).exclude(room__in=aside)
    assert unread_counts(list(in_rooms)) == {}
    assert min(model.objects.count() for model in (Reaction, Pin, Mention, EarlierText, Bookmark)) > 3
    assert RecentText.objects.count() == Message.objects.exclude(content="").count()

    before = [list(model.objects.order_by("pk").values()) for model in (User, Room, Membership, RoomCounter, Message)]
    assert run("seed", "--messages", "300", "--weeks", "2") == "The demo data exists already. Nothing was added.\n"
    after = [list(model.objects.order_by("pk").values()) for model in (User, Room, Membership, RoomCounter, Message)]
    assert after == before


@pytest.mark.usefixtures("_small_steps")
def test_a_demo_without_direct_messages_still_has_announcements(db, settings):
    settings.DIRECT_MESSAGES = "off"
    run("seed", "--messages", "40", "--weeks", "1")
    assert not Room.objects.filter(visibility=Room.Visibility.DIRECT).exists()
    assert Room.objects.get(who_may_write=Room.Writers.MODERATORS).messages.exists()


@pytest.mark.usefixtures("_small_steps")
def test_an_interrupted_demo_goes_on_where_it_was_and_may_grow_later(db):
    interrupt("seed", "--messages", "150")
    written = Message.objects.exclude(author=None).count()
    assert 40 <= written < 150
    close_room(room_id=Room.objects.get(name="Garden").pk, by=Room.objects.get(name="Garden").creator)
    silent = Message.objects.filter(room__name="Garden").count()
    assert "Added" in run("seed", "--messages", "150")
    assert "Added 50 messages" in run("seed", "--messages", "200")
    assert Message.objects.filter(room__name="Garden").count() == silent
    assert Room.objects.filter(visibility=Room.Visibility.DIRECT).count() == 4
    client_ids = list(Message.objects.exclude(client_id=None).values_list("client_id", flat=True))
    assert len(client_ids) == len(set(client_ids)) == 200
    assert versions_are_counted()
    assert Message.objects.latest("created_at").created_at <= timezone.now()


class Screen:
    """Where progress is shown."""

    def __init__(self, *, is_terminal: bool):
        self.text, self.is_terminal = "", is_terminal

    def isatty(self) -> bool:
        return self.is_terminal

    def flush(self) -> None:
        pass

    def write(self, text: str, style_func: object = None, ending: str = "\n") -> None:
        self.text += text + ending


@pytest.mark.parametrize(("is_terminal", "pause_s"), [(True, 0.5), (False, 10)])
def test_progress_is_a_bar_on_a_terminal_and_a_line_now_and_then_elsewhere(is_terminal, pause_s):
    times = iter([0, pause_s, 2 * pause_s])
    screen = Screen(is_terminal=is_terminal)
    progress = Progress(screen, unit="messages", total=4_000, clock=lambda: next(times))
    progress.advance(1_000)
    progress.advance(1_000)
    progress.finish()
    assert f"50%  2,000 of 4,000 messages, {1_000 / pause_s:,.0f}/s, {2 * pause_s:.0f} s left" in screen.text
    assert ("\r" in screen.text) == is_terminal
