"""post_messages, and POST /rooms/<id>/messages."""

from uuid import uuid4

import pytest
from django.db import connection

from chatsite import realtime
from chatsite.contract.errors import InvalidInput, NotAllowed, NotFound, RoomClosed
from chatsite.contract.events import ServerEvent
from messaging.models import Message
from messaging.queries import page
from messaging.search.index import hooks
from messaging.services import Draft, Duplicate, Refused, StoredMessage, post_messages
from rooms.memberships import join_room, leave_room
from rooms.models import Membership, Room, RoomCounter
from rooms.services import close_room, create_room, delete_room
from tests.support.announcements import room_changes
from tests.support.conversation import say

JSON = "application/json"


def test_a_message_takes_the_next_version_of_its_room(room, alice, announced_by):
    (change,) = announced_by(say, alice, room, "hi **there**")
    message = change.payload["message"]
    assert change.event == ServerEvent.NEW_MESSAGE
    assert change.version == message["seq"] == message["version"] == 4
    assert message["content"] == "hi **there**"
    assert message["html"] == "<p>hi <strong>there</strong></p>\n"
    assert message["author"] == {"id": alice.pk, "name": "Alice", "avatar_url": None}


def test_what_is_announced_and_answered_is_what_is_read_later(room, alice, bob, announced_by):
    first = say(bob, room, "first")
    drafts = [Draft(alice.pk, room.pk, "second", uuid4(), reply_to=first["seq"])]
    results: list = []
    change, _notice = announced_by(lambda: results.extend(post_messages(drafts)))
    stored = page(user=bob, room_id=room.pk).messages
    assert stored == [first, change.payload["message"]]
    assert results == [StoredMessage(stored[1])]
    assert stored[1]["reply_to"] == {
        "id": first["id"],
        "seq": first["seq"],
        "author": first["author"],
        "version": first["version"],
        "excerpt": "first",
    }


def test_a_batch_answers_each_draft_in_its_place(room, alice, bob, charlie, announced_by):
    other = create_room(by=charlie, name="Other")
    key = uuid4()
    known = say(bob, room, "known", client_id=key)
    drafts = [
        Draft(alice.pk, room.pk, "one"),
        Draft(charlie.pk, room.pk, "outside"),
        Draft(charlie.pk, other.pk, "two"),
        Draft(bob.pk, room.pk, "known again", key),
        Draft(bob.pk, 10**9, "nowhere"),
        Draft(bob.pk, room.pk, "three", reply_to=999),
        Draft(alice.pk, room.pk, "four", reply_to=known["seq"]),
    ]
    results: list = []
    changes = room_changes(announced_by(lambda: results.extend(post_messages(drafts))))
    kinds = [type(result.error) if isinstance(result, Refused) else type(result) for result in results]
    assert kinds == [StoredMessage, NotAllowed, StoredMessage, Duplicate, NotFound, InvalidInput, StoredMessage]
    assert results[3].message == known
    assert [change.payload["message"]["content"] for change in changes] == ["one", "two", "four"]
    assert [change.version for change in changes] == [5, 3, 6]


def test_a_batch_costs_the_same_whatever_its_size(room, alice, bob, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(hooks, "SETTLED_IDS", 2**62)  # no part of the search index ends meanwhile, which has it indexed
    with django_assert_num_queries(6):  # counters, memberships, duplicates, insert, texts for searching, counter
        post_messages([Draft(alice.pk, room.pk, f"{n}", uuid4()) for n in range(16)])
    # And the messages that are answered, that they are, whether their authors may read it, and whom these have blocked.
    with django_assert_num_queries(10):
        post_messages([Draft(person.pk, room.pk, f"{n}", uuid4(), 4) for n in range(8) for person in (alice, bob)])


def test_nothing_to_write_takes_nothing(room, alice, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert post_messages([]) == []


def test_a_retry_is_the_stored_message_for_ever(room, alice, announced_by):
    key = uuid4()
    message = say(alice, room, "hello", client_id=key)
    retry = Draft(alice.pk, room.pk, "hello", key)
    assert announced_by(post_messages, [retry]) == []
    assert post_messages([retry]) == [Duplicate(message)]
    close_room(room_id=room.pk, by=alice)
    leave_room(room_id=room.pk, by=alice)
    assert post_messages([retry]) == [Duplicate(message)]
    assert RoomCounter.objects.get(pk=room.pk).last_message_seq == message["seq"]


def test_a_retry_in_the_same_batch_is_a_duplicate(room, alice):
    draft = Draft(alice.pk, room.pk, "hello", uuid4())
    first, second = post_messages([draft, draft])
    assert isinstance(first, StoredMessage)
    assert second == Duplicate(first.message)


def test_the_same_client_id_of_another_author_or_room_is_another_message(room, alice, bob):
    other = create_room(by=alice, name="Other")
    key = uuid4()
    drafts = [Draft(alice.pk, room.pk, "a", key), Draft(bob.pk, room.pk, "b", key), Draft(alice.pk, other.pk, "c", key)]
    assert [type(result) for result in post_messages(drafts)] == [StoredMessage] * 3


def test_messages_without_a_client_id_are_never_the_same(room, alice):
    draft = Draft(alice.pk, room.pk, "hello")
    assert [type(result) for result in post_messages([draft, draft])] == [StoredMessage] * 2


def test_a_closed_room_refuses(room, alice):
    close_room(room_id=room.pk, by=alice)
    with pytest.raises(RoomClosed):
        say(alice, room)


def test_a_deleted_room_is_gone_for_retries_too(room, alice):
    key = uuid4()
    say(alice, room, client_id=key)
    delete_room(room_id=room.pk, by=alice)
    with pytest.raises(NotFound):
        say(alice, room, client_id=key)


def test_outsiders_are_asked_to_join_or_nothing(room, charlie):
    with pytest.raises(NotAllowed):
        say(charlie, room)
    Room.objects.update(visibility=Room.Visibility.PRIVATE, active_name_key=None)
    with pytest.raises(NotFound):
        say(charlie, room)


def test_a_deactivated_author_is_refused(room, bob):
    bob.is_active = False
    bob.save()
    with pytest.raises(NotAllowed):
        say(bob, room)


def test_a_reply_stays_in_its_room(room, alice):
    other = create_room(by=alice, name="Other")
    target = say(alice, other)
    with pytest.raises(InvalidInput):
        say(alice, room, reply_to=target["seq"] + 100)


@pytest.mark.parametrize(
    "content", ["x" * 4000, "\U0001f600" * 4000, "  a\n\n b ", "e\u0301", "\u202eabc", "a\x07b", "日本語", "\ufeff!"]
)
def test_any_text_is_kept_exactly(room, alice, bob, content):
    say(alice, room, content)
    assert page(user=bob, room_id=room.pk).messages[0]["content"] == content


def test_line_ends_are_normalised(room, alice):
    assert say(alice, room, "a\r\nb\rc")["content"] == "a\nb\nc"


@pytest.mark.parametrize("content", ["", " \n", "\u200b", "x" * 4001, "a\x00b", "\ud800"])
def test_text_that_cannot_be_a_message_is_refused(room, alice, content):
    with pytest.raises(InvalidInput) as caught:
        say(alice, room, content)
    assert list(caught.value.fields) == ["content"]


def test_a_system_message_needs_no_author(room):
    (result,) = post_messages([Draft(None, room.pk, "Welcome.")])
    assert result.message["author"] is None


def test_engines_that_return_no_ids_are_asked_for_them(room, alice, monkeypatch):
    monkeypatch.setattr(type(connection.features), "can_return_rows_from_bulk_insert", False)
    results = post_messages([Draft(alice.pk, room.pk, f"{n}") for n in range(3)])
    stored = dict(Message.objects.values_list("seq", "pk"))
    assert {result.message["seq"]: result.message["id"] for result in results} == stored


@pytest.mark.django_db(transaction=True)
def test_a_retry_in_a_transaction_of_its_own_is_the_stored_message_for_ever(make_user):
    alice, key = make_user("Alice"), uuid4()
    room = create_room(by=alice, name="Kitchen")
    message = say(alice, room, "hello", client_id=key)
    retry = Draft(alice.pk, room.pk, "hello", key)
    results = post_messages([Draft(alice.pk, room.pk, "new", uuid4()), retry])
    assert [type(result) for result in results] == [StoredMessage, Duplicate]
    close_room(room_id=room.pk, by=alice)
    leave_room(room_id=room.pk, by=alice)
    assert post_messages([retry]) == [Duplicate(message)]
    assert isinstance(post_messages([Draft(alice.pk, room.pk, "late", uuid4())])[0], Refused)


@pytest.mark.django_db(transaction=True)
def test_one_poisonous_draft_does_not_take_the_others_along(make_user):
    alice, bob = make_user("Alice"), make_user("Bob")
    room = create_room(by=alice, name="Kitchen")
    join_room(room_id=room.pk, by=bob)
    with connection.cursor() as cursor:
        _refuse_content(cursor, "poison")
        try:
            drafts = [Draft(bob.pk, room.pk, text) for text in ("one", "poison", "two")]
            results = post_messages(drafts)
        finally:
            cursor.execute("DROP TRIGGER refuse_poison")
    assert [type(result) for result in results] == [StoredMessage, Refused, StoredMessage]
    assert results[1].error.code == "unavailable"
    assert [result.message["seq"] for result in (results[0], results[2])] == [4, 5]


class BrokenBell:
    """A way to the sockets that is out of order."""

    def send(self, announcements):
        """Fail."""
        raise ConnectionError


@pytest.mark.django_db(transaction=True)
def test_an_announcement_that_fails_does_not_unsay_the_message(make_user):
    alice = make_user("Alice")
    room = create_room(by=alice, name="Kitchen")
    realtime.transport.provide(BrokenBell())
    try:
        message = say(alice, room, "hello")
    finally:
        realtime.transport.withdraw()
    assert Message.objects.get(room=room).pk == message["id"]


def _refuse_content(cursor, content):
    if connection.vendor == "sqlite":
        action = "BEGIN SELECT RAISE(ABORT, 'poison'); END"
        condition = f"WHEN NEW.content = '{content}'"
    else:
        action = f"BEGIN IF NEW.content = '{content}' THEN SIGNAL SQLSTATE '45000'; END IF; END"
        condition = ""
    cursor.execute(f"CREATE TRIGGER refuse_poison BEFORE INSERT ON messages FOR EACH ROW {condition} {action}")


def test_over_http_it_is_201_and_then_200(room, bob, signed_in):
    client, body = signed_in(bob), {"content": "hello", "client_id": str(uuid4())}
    first = client.post(f"/rooms/{room.pk}/messages", body, JSON)
    second = client.post(f"/rooms/{room.pk}/messages", body, JSON)
    assert (first.status_code, first.json()["duplicate"]) == (201, False)
    assert (second.status_code, second.json()["duplicate"]) == (200, True)
    assert first.json()["message"] == second.json()["message"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "content"),
        ({"content": 5}, "content"),
        ({"content": "a", "client_id": "x"}, "client_id"),
        ({"content": "a", "client_id": "63686174-7365-8e64-8000-000000000000"}, "client_id"),
        ({"content": "a", "reply_to": "1"}, "reply_to"),
        ({"content": "a", "text": "b"}, "text"),
    ],
)
def test_over_http_nonsense_is_refused_by_its_field(room, bob, signed_in, body, field):
    answer = signed_in(bob).post(f"/rooms/{room.pk}/messages", body, JSON)
    assert answer.status_code == 400
    assert list(answer.json()["error"]["fields"]) == [field]


def test_over_http_a_refusal_has_its_status(room, alice, charlie, signed_in):
    assert signed_in(charlie).post(f"/rooms/{room.pk}/messages", {"content": "x"}, JSON).status_code == 403
    close_room(room_id=room.pk, by=alice)
    assert signed_in(alice).post(f"/rooms/{room.pk}/messages", {"content": "x"}, JSON).status_code == 409
    assert Membership.objects.current().filter(user=charlie).count() == 0
