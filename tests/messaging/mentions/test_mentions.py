"""Whom messages address: what is mentioned, counted and announced."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.services import rename
from accounts.upkeep import erasing
from chatsite.contract.events import ServerEvent
from chatsite.realtime import RoomChange
from messaging.markup.plain import plain_text
from messaging.mentions.consistency import check_mentions
from messaging.mentions.naming import MAX_MENTIONS
from messaging.models import Mention, Message
from messaging.queries import MAX_CHANGES, changes_since, page, room_news
from messaging.reading.services import mark_read
from messaging.services import delete_message, edit_message, restore_message
from messaging.upkeep.erasing import erase, remove
from messaging.upkeep.purging import purge_rooms
from messaging.upkeep.rendering import rerender
from rooms.memberships import join_room
from rooms.models import Membership, Room
from rooms.moderation.services import ban_from_room
from rooms.queries import my_room
from rooms.services import create_room, delete_room, update_room
from tests.support.conversation import say


def html(user, name=None):
    return f'<a class="mention" data-user="{user.pk}">@{name or user.name}</a>'


def names(message):
    return [user["name"] for user in message["mentions"]]


def count(user, room):
    """Return the mention count, after making sure that both ways of counting agree."""
    mine = my_room(user, room.pk)["membership"]["mention_count"]
    assert room_news(room.pk, [user.pk]).mentions.get(user.pk, 0) == mine
    return mine


def edit(message, by, content):
    return edit_message(room_id=message["room_id"], seq=message["seq"], by=by, content=content)


def test_a_mention_is_shown_by_name_and_named_in_the_payload(room, alice, bob):
    message = say(alice, room, f"Ask <@{bob.pk}>, *please*.")
    assert message["html"] == f"<p>Ask {html(bob)}, <em>please</em>.</p>\n"
    assert message["mentions"] == [{"id": bob.pk, "name": "Bob", "avatar_url": None}]
    assert message["mentions_room"] is False
    assert page(user=bob, room_id=room.pk).messages == [message]
    assert plain_text(message["html"]).strip() == "Ask @Bob, please."


@pytest.mark.parametrize(
    "content", ["`<@{}>`", "```\n<@{}>\n```", "\\<@{}>", "<@ {}>", "<@0{}>", "[<@{}>](https://example.org)", "@{}"]
)
def test_code_escapes_and_links_hold_no_mention(room, alice, bob, content):
    message = say(alice, room, content.format(bob.pk))
    assert (message["mentions"], "data-user" in message["html"]) == ([], False)
    assert not Mention.objects.exists()


def test_a_name_is_text(room, alice, bob):
    rename(bob, '<b>&"*x*')
    message = say(alice, room, f"<@{bob.pk}>")
    assert message["html"] == f"<p>{html(bob, '&lt;b&gt;&amp;&quot;*x*')}</p>\n".replace("&quot;", '"')


def test_only_people_who_may_read_the_room_are_mentioned(room, alice, bob, charlie, make_user, admin):
    dora, eve = make_user("Dora"), make_user("Eve", is_active=False)
    join_room(room_id=room.pk, by=dora)
    ban_from_room(room_id=room.pk, by=alice, user_id=dora.pk, reason="Why.", until=timezone.now() + timedelta(days=1))
    text = "".join(f"<@{one.pk}>" for one in (bob, charlie, dora, eve)) + f"<@{10**9}><@{'9' * 19}>"
    assert names(say(alice, room, text)) == ["Bob", "Charlie"]
    Room.objects.update(visibility=Room.Visibility.PRIVATE, active_name_key=None)
    message = say(alice, room, text)
    assert names(message) == ["Bob"]
    assert f"&lt;@{charlie.pk}&gt;" in message["html"]


def test_those_who_moderate_call_the_room(room, alice, bob):
    called = say(alice, room, "<@room>")
    assert called["html"] == '<p><a class="mention" data-user="room">@room</a></p>\n'
    assert (called["mentions"], called["mentions_room"]) == ([], True)
    plain = say(bob, room, "<@room>")
    assert (plain["html"], plain["mentions_room"]) == ("<p>&lt;@room&gt;</p>\n", False)
    assert (count(bob, room), count(alice, room)) == (1, 0)
    Membership.objects.filter(user=bob).update(role=Membership.Role.MODERATOR)
    assert say(bob, room, "<@room>")["mentions_room"]


def test_a_message_mentions_so_many_people_and_no_more(room, alice, make_user):
    crowd = [make_user(f"Guest {number}") for number in range(MAX_MENTIONS + 2)]
    assert len(say(alice, room, "".join(f"<@{one.pk}>" for one in crowd))["mentions"]) == MAX_MENTIONS
    assert len(say(alice, room, f"<@{crowd[0].pk}>" * 3)["mentions"]) == 1


def test_what_is_too_long_as_html_mentions_no_one(room, alice, bob):
    message = say(alice, room, f"<@{bob.pk}>" * (4000 // len(f"<@{bob.pk}>")))
    assert ("data-user" in message["html"], message["mentions"]) == (False, [])


def test_mentions_replies_and_calls_are_counted_once_for_each_message(room, alice, bob):
    mine = say(bob, room, f"<@{bob.pk}>")
    assert count(bob, room) == 0
    say(alice, room, f"<@{bob.pk}> <@room>", reply_to=mine["seq"])
    say(alice, room, "hm", reply_to=mine["seq"])
    say(alice, room, "nothing")
    assert (count(bob, room), count(alice, room)) == (2, 0)
    assert [row.kind for row in Mention.objects.filter(user=bob).order_by("pk")] == ["mention", "mention", "reply"]


def test_reading_takes_the_count_and_marking_as_unread_gives_it_back(room, alice, bob, announced_by):
    seqs = [say(alice, room, f"<@{bob.pk}> {number}")["seq"] for number in range(3)]
    (notice,) = announced_by(mark_read, room_id=room.pk, by=bob, seq=seqs[1])
    assert (notice.event, notice.payload["mention_count"]) == (ServerEvent.ROOM_READ, 1)
    assert mark_read(room_id=room.pk, by=bob, unread_from=seqs[0])[1].mentions == 3
    assert count(bob, room) == 3


def test_deletion_takes_the_count_and_restoring_gives_it_back(room, alice, bob, admin):
    message = say(bob, room, f"<@{alice.pk}>")
    delete_message(room_id=room.pk, seq=message["seq"], by=admin, reason="Why.")
    (shown,) = page(user=alice, room_id=room.pk).messages
    assert (count(alice, room), shown["mentions"]) == (0, [])
    restore_message(room_id=room.pk, seq=message["seq"], by=admin)
    assert (count(alice, room), names(page(user=alice, room_id=room.pk).messages[0])) == (1, ["Alice"])


def test_people_are_notified_of_what_addresses_them(room, alice, bob, charlie, announced_by):
    mine = say(bob, room, "first")
    change, *notices = announced_by(say, alice, room, f"<@{charlie.pk}><@{alice.pk}>", reply_to=mine["seq"])
    assert isinstance(change, RoomChange)
    assert [(one.user_id, one.payload["mention"]["kind"]) for one in notices] == [
        (charlie.pk, "mention"),
        (bob.pk, "reply"),
    ]
    entry = notices[0].payload["mention"]
    assert (entry["room"], entry["read"]) == ({"id": room.pk, "name": room.name}, False)
    assert entry["message"] == change.payload["message"]


def test_an_edit_that_mentions_notifies_and_one_that_does_not_takes_it_back(room, alice, bob, charlie, announced_by):
    message = say(alice, room, f"<@{bob.pk}>")
    mark_read(room_id=room.pk, by=bob, seq=message["seq"])
    change, notice = announced_by(edit, message, alice, f"<@{charlie.pk}> and <@{bob.pk}>")
    assert (names(change.payload["message"]), notice.user_id) == (["Bob", "Charlie"], charlie.pk)
    *withdrawn, change = announced_by(edit, message, alice, "no one")
    assert {(one.event, one.user_id) for one in withdrawn} == {
        ("mention_withdrawn", bob.pk),
        ("mention_withdrawn", charlie.pk),
    }
    assert (change.payload["message"]["mentions"], Mention.objects.count()) == ([], 0)
    assert Message.objects.get(seq=message["seq"]).features == 0


def test_a_deletion_is_received_by_those_who_may_still_read_the_message(room, alice, bob, charlie, announced_by):
    message = say(alice, room, f"<@{bob.pk}>, <@{charlie.pk}> and <@{alice.pk}>")
    update_room(room_id=room.pk, by=alice, visibility="private")  # Charlie is no member
    change, *withdrawn = announced_by(delete_message, room_id=room.pk, seq=message["seq"], by=alice)
    assert [(one.user_id, dict(one.payload)) for one in withdrawn] == [(bob.pk, {"message_id": message["id"]})]
    assert change.event == ServerEvent.MESSAGE_UPDATED


def test_an_edit_of_a_message_that_was_read_counts_until_it_is_read(room, alice, bob):
    message = say(alice, room, "hello")
    mark_read(room_id=room.pk, by=bob, seq=message["seq"])
    version = edit(message, alice, f"<@{bob.pk}>").version
    assert (count(bob, room), my_room(bob, room.pk)["membership"]["unread_count"]) == (1, 0)
    assert mark_read(room_id=room.pk, by=bob, seq=message["seq"])[1].mentions == 1
    assert mark_read(room_id=room.pk, by=bob, seq=version)[1].mentions == 0
    assert count(bob, room) == 0


def test_an_edit_keeps_the_reply_that_it_is(room, alice, bob):
    mine = say(bob, room, "mine")
    answer = say(alice, room, f"<@{bob.pk}>", reply_to=mine["seq"])
    for text, kind in (("hm", "reply"), (f"<@{bob.pk}>", "mention"), ("hm again", "reply")):
        edit(answer, alice, text)
        assert [row.kind for row in Mention.objects.filter(user=bob)] == [kind]
    assert count(bob, room) == 1


def test_who_was_away_sees_the_mentions_of_now(room, alice, bob):
    message = say(alice, room, "hello")
    version = page(user=bob, room_id=room.pk).version
    edit(message, alice, f"<@{bob.pk}>")
    (change,) = changes_since(room.pk, version, MAX_CHANGES).changes
    assert change.payload["message"] == page(user=bob, room_id=room.pk).messages[0]


def test_a_retry_mentions_no_one_twice(room, alice, bob, announced_by):
    fields = {"client_id": uuid4()}
    say(alice, room, f"<@{bob.pk}>", **fields)
    assert announced_by(say, alice, room, f"<@{bob.pk}>", **fields) == []
    assert (Mention.objects.count(), count(bob, room)) == (1, 1)
    message = say(alice, room, "x")
    edit(message, alice, f"<@{bob.pk}>")
    assert announced_by(edit, message, alice, f"<@{bob.pk}>") == []


def test_a_rename_keeps_mentions_and_rendering_again_shows_the_new_name(room, alice, bob):
    message = say(alice, room, f"<@{bob.pk}>")
    rename(bob, "Robert")
    (shown,) = page(user=bob, room_id=room.pk).messages
    assert (names(shown), shown["html"]) == (["Robert"], message["html"])
    Message.objects.update(render_version=0)
    list(rerender())
    (shown,) = page(user=bob, room_id=room.pk).messages
    assert shown["html"] == f"<p>{html(bob, 'Robert')}</p>\n"


def test_erasing_a_person_takes_their_name_out_of_what_others_wrote(room, alice, bob, charlie):
    message = say(alice, room, f"<@{bob.pk}> and <@{charlie.pk}>")
    list(erasing.erase(bob, words=False))
    (shown,) = page(user=alice, room_id=room.pk).messages
    assert shown["html"] == f"<p>{html(bob, 'Former member')} and {html(charlie)}</p>\n"
    assert (names(shown), shown["version"] > message["version"]) == (["Former member", "Charlie"], True)
    changes = changes_since(room.pk, message["version"], MAX_CHANGES).changes
    assert [one.payload["message"] for one in changes if "message" in one.payload] == [shown]


def test_a_persons_export_has_where_they_are_mentioned(room, alice, bob):
    from accounts.upkeep.personal_data import kinds

    message = say(alice, room, f"<@{bob.pk}>")
    (records,) = [list(kind.export(bob)) for kind in kinds() if kind.name == "mentions"]
    assert records == [{"room_id": room.pk, "seq": message["seq"], "kind": "mention"}]


def test_mentions_go_with_their_message_and_their_room(room, alice, bob):
    say(alice, room, f"<@{bob.pk}>")
    list(erase(Message.objects.all()))
    list(remove(Message.objects.all()))
    assert Mention.objects.count() == 0
    say(alice, room, f"<@{bob.pk}>")
    delete_room(room_id=room.pk, by=alice)
    list(purge_rooms(Room.objects.all()))
    assert (Mention.objects.count(), Room.objects.count()) == (0, 0)


def test_a_plain_conversation_costs_no_query_more(room, alice, bob, django_assert_num_queries):
    say(alice, room, "hello")
    with django_assert_num_queries(2):
        page(user=bob, room_id=room.pk)
    for number in range(3):
        say(alice, room, f"<@{bob.pk}> {number}")
    with django_assert_num_queries(3):
        page(user=bob, room_id=room.pk)


def test_the_list_of_rooms_takes_so_many_queries_at_most_for_any_number_of_rooms(
    room, alice, bob, signed_in, django_assert_max_num_queries, make_user
):

    client = signed_in(bob)
    say(alice, room, f"<@{bob.pk}>")
    client.get("/rooms")
    counts = []
    for number in range(2):
        with django_assert_max_num_queries(10):
            listed = client.get("/rooms").json()["rooms"]
        counts.append({one["id"]: one["membership"]["mention_count"] for one in listed})
        other = create_room(by=alice, name=f"Room {number}")
        join_room(room_id=other.pk, by=bob)
        say(alice, other, f"<@{bob.pk}>")
    assert list(counts[1].values()) == [1, 1]


def test_a_mention_in_the_wrong_room_is_found_and_repaired(room, alice, bob):
    message = say(alice, room, f"<@{bob.pk}>")
    Mention.objects.update(room=create_room(by=alice, name="Cellar"), version=10**6)
    findings = [finding for part in check_mentions() for finding in part]
    for finding in findings:
        finding.repair()
    row = Mention.objects.get()
    assert (len(findings), row.room_id, row.version) == (1, room.pk, message["seq"])
    assert list(check_mentions()) == [[]]
