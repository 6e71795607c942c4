"""Mail for what was missed: who gets it, when, and that it is one."""

from datetime import time, timedelta

import pytest

from accounts.blocking.services import block_person
from accounts.models import User
from messaging.mentions.services import see
from messaging.models import Feature, Mention, Message
from messaging.notifications.deciding import Wanted
from messaging.notifications.models import NotificationSettings
from messaging.reading.services import mark_read
from messaging.services import delete_message, edit_message
from rooms.access.services import add_members
from rooms.attention import set_attention
from rooms.direct.services import open_direct
from rooms.memberships import join_room, leave_room
from rooms.models import Membership, Room
from rooms.services import create_room, delete_room
from tests.support.conversation import say


@pytest.fixture
def chat(alice, bob):
    """Return the direct room of Alice and Bob."""
    return Room.objects.get(pk=open_direct(by=alice, user_ids=[bob.pk]).room["id"])


def wish(user, **wishes):
    NotificationSettings.objects.update_or_create(user=user, defaults=wishes)


def recipients(mails):
    return [one.to for one in mails]


def test_a_direct_message_is_mailed_once_it_has_been_unread_for_half_an_hour(chat, alice, bob, pass_by):
    said = say(alice, chat, "Are you there?")
    assert pass_by(minutes=29) == []
    [mail] = pass_by(minutes=3)
    assert mail.to == [bob.email]
    assert mail.subject == "You have 1 unread message"
    assert "Are you there?" in mail.body
    assert f"https://chat.example.org/rooms/{chat.pk}/{said['seq']}" in mail.body
    assert pass_by(days=2) == []


def test_what_was_read_is_not_mailed(chat, alice, bob, pass_by):
    said = say(alice, chat)
    pass_by(minutes=25)
    mark_read(room_id=chat.pk, by=bob, seq=said["seq"])
    assert pass_by(hours=3) == []


def test_mentions_replies_and_calls_are_mailed_and_nothing_else_of_a_room(room, alice, bob, pass_by):
    mine = say(bob, room, "mine")
    say(alice, room, "for no one")
    say(alice, room, f"<@{bob.pk}> by name")
    say(alice, room, "an answer", reply_to=mine["seq"])
    say(alice, room, "<@room> all of you")
    [mail] = pass_by(minutes=40)
    assert mail.subject == "You have 3 unread messages"
    assert all(text in mail.body for text in ("@Bob by name", "an answer", "@room all of you"))
    assert "for no one" not in mail.body


def test_one_mail_an_hour_with_everything_by_room(room, chat, alice, bob, pass_by):
    say(alice, chat, "one")
    say(alice, room, f"<@{bob.pk}> two")
    [first] = pass_by(minutes=35)
    assert "one" in first.body
    assert "two" in first.body
    say(alice, chat, "three")
    assert pass_by(minutes=50) == []
    say(alice, chat, "four")
    [second] = pass_by(minutes=15)
    assert ("three" in second.body, "four" in second.body, "one" in second.body) == (True, True, False)


def test_a_message_of_files_alone_is_mailed_as_a_file(chat, alice, bob, pass_by):
    said = say(alice, chat)
    Message.objects.filter(room=chat, seq=said["seq"]).update(content="", html="", features=Feature.ATTACHMENTS)
    [mail] = pass_by(minutes=40)
    assert "📎 File\n" in mail.body
    assert "📎 File</span>" in mail.alternatives[0][0]


def test_of_many_messages_the_newest_are_shown_and_the_others_counted(chat, alice, bob, pass_by):
    for number in range(15):
        say(alice, chat, f"text-{number}-")
    [mail] = pass_by(minutes=40)
    assert [f"text-{number}-" in mail.body for number in (11, 12, 14)] == [False, True, True]
    assert "… and 12 earlier messages" in mail.body


def test_everything_in_a_room_is_for_those_who_want_it(room, alice, bob, pass_by):
    wish(bob, mail_for=int(Wanted.EVERYTHING))
    say(alice, room, "for no one in particular")
    [mail] = pass_by(minutes=40)
    assert mail.to == [bob.email]


def test_nothing_is_mailed_to_those_who_want_nothing(chat, alice, bob, pass_by):
    wish(bob, mail_for=0)
    say(alice, chat)
    assert pass_by(hours=3) == []


def test_a_silent_room_is_not_mailed_and_a_quiet_one_only_by_name(room, alice, bob, pass_by):
    wish(bob, mail_for=int(Wanted.EVERYTHING))
    set_attention(room_id=room.pk, by=bob, notify="mentions")
    say(alice, room, "to all")
    assert pass_by(minutes=40) == []
    say(alice, room, f"<@{bob.pk}> to you")
    [mail] = pass_by(minutes=40)
    assert ("to you" in mail.body, "to all" in mail.body) == (True, False)
    set_attention(room_id=room.pk, by=bob, notify="nothing")
    say(alice, room, f"<@{bob.pk}> again")
    assert pass_by(hours=3) == []


def test_an_edit_that_mentions_someone_is_mailed_half_an_hour_after_the_edit(room, alice, bob, pass_by):
    said = say(alice, room, "hello")
    mark_read(room_id=room.pk, by=bob, seq=said["seq"])
    pass_by(hours=2)
    edit_message(room_id=room.pk, seq=said["seq"], by=alice, content=f"hello <@{bob.pk}>")
    assert pass_by(minutes=29) == []
    assert recipients(pass_by(minutes=5)) == [[bob.email]]


def test_quiet_hours_put_it_off_to_their_end(chat, alice, bob, pass_by, clock):
    wish(bob, quiet_from=time(22), quiet_to=time(7), time_zone="Europe/Berlin")  # noon UTC is 14:00 there
    pass_by(hours=8)
    say(alice, chat, "late")
    assert pass_by(hours=8, minutes=59) == []
    [mail] = pass_by(minutes=2)
    assert "late" in mail.body


def test_do_not_disturb_puts_it_off_and_ending_it_early_does_not(chat, alice, bob, pass_by, clock):
    wish(bob, paused_until=clock.now + timedelta(days=5))
    say(alice, chat)
    assert pass_by(hours=10) == []
    wish(bob, paused_until=None)
    assert recipients(pass_by(hours=1)) == [[bob.email]]


@pytest.mark.parametrize("fields", [{"is_active": False}, {"email_unconfirmed": True}, {"banned_until": "later"}])
def test_some_people_are_sent_nothing(chat, alice, bob, pass_by, clock, fields):
    later = {name: clock.now + timedelta(days=9) if value == "later" else value for name, value in fields.items()}
    say(alice, chat)
    User.objects.filter(pk=bob.pk).update(**later)
    assert pass_by(hours=3) == []


def test_nothing_of_what_one_may_no_longer_read_is_mailed(alice, bob, charlie, chat, room, pass_by):
    den = create_room(by=alice, name="Den", visibility="private")
    add_members(room_id=den.pk, by=alice, user_ids=[bob.pk])
    say(alice, den, f"<@{bob.pk}> secret")
    gone = create_room(by=alice, name="Gone")
    join_room(room_id=gone.pk, by=bob)
    say(alice, gone, f"<@{bob.pk}> deleted with its room")
    say(charlie, join_room(room_id=room.pk, by=charlie), f"<@{bob.pk}> by someone blocked")
    taken_back = say(alice, chat, "taken back")
    pass_by(minutes=20)
    leave_room(room_id=den.pk, by=bob)
    delete_room(room_id=gone.pk, by=alice)
    block_person(by=bob, person=charlie)
    delete_message(room_id=chat.pk, seq=taken_back["seq"], by=alice)
    assert pass_by(hours=3) == []


def test_a_mention_in_a_public_room_reaches_people_outside(room, alice, charlie, pass_by):
    say(alice, room, f"<@{charlie.pk}> have a look")
    assert recipients(pass_by(minutes=40)) == [[charlie.email]]


def test_a_mention_outside_that_was_seen_or_cannot_be_read_is_not_mailed(room, alice, charlie, pass_by, clock):
    say(alice, room, f"<@{charlie.pk}> seen")
    see(by=charlie, seen=Mention.objects.get().pk)
    assert pass_by(hours=2) == []
    say(alice, room, f"<@{charlie.pk}> before the ban")
    Membership.objects.update_or_create(
        room=room,
        user=charlie,
        defaults={
            "left_at": clock.now,
            "banned_until": clock.now + timedelta(days=1),
            "joined_version": 1,
            "version": 1,
        },
    )
    assert pass_by(hours=2) == []


def test_messages_from_before_the_first_look_are_no_news(chat, alice, bob, clock, pass_by):
    pass_by(minutes=5)
    clock.pass_by(days=4)  # no mail server was set for so long
    say(alice, chat, "old")
    clock.pass_by(hours=4)
    assert pass_by(hours=4) == []
    say(alice, chat, "new")
    [mail] = pass_by(hours=1)
    assert "new" in mail.body


def test_a_server_that_was_down_for_a_day_mails_what_came_before(chat, alice, bob, clock, pass_by):
    say(alice, chat, "just before")
    clock.pass_by(days=1)
    assert recipients(pass_by(minutes=5)) == [[bob.email]]


def test_nothing_is_sent_without_a_mail_server(chat, alice, bob, pass_by, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    say(alice, chat)
    assert pass_by(hours=3) == []


def test_marks_that_move_back_are_for_the_mail_to_come(room, alice, bob, pass_by):
    """Who marked it as unread themselves has been mailed already, or gets it with the next mail."""
    said = say(alice, room, f"<@{bob.pk}> once")
    assert len(pass_by(minutes=40)) == 1
    mark_read(room_id=room.pk, by=bob, seq=said["seq"])
    mark_read(room_id=room.pk, by=bob, unread_from=said["seq"])
    assert Membership.objects.get(room=room, user=bob).last_read_seq < said["seq"]
    assert pass_by(hours=5) == []
