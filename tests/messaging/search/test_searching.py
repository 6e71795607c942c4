"""Searching over HTTP: what is found, in which order, and what the answer says of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.blocking.services import block_person
from accounts.models import User
from messaging.features import fetch_parts
from messaging.models import Message
from messaging.search import finding, queries
from messaging.search.index.wanted import Step
from messaging.services import delete_message, edit_message, restore_message
from rooms.direct.services import open_direct
from rooms.memberships import join_room, leave_room
from rooms.models import Room
from rooms.moderation.services import ban_from_room
from rooms.services import create_room, delete_room, update_room
from tests.support.conversation import say


@pytest.fixture
def search(bob, signed_in):
    """Return a function that searches as Bob, or as someone else."""

    def answer(q, by=bob, **query):
        response = signed_in(by).get("/search", {"q": q, **query})
        assert response.status_code == 200, response.content
        return response.json()

    return answer


@pytest.fixture
def found(search):
    """Return a function that says what a search finds, by its text."""

    def texts(q, **query):
        return [one["message"]["content"] for one in search(q, **query)["results"]]

    return texts


def at(message, moment):
    Message.objects.filter(pk=message["id"]).update(created_at=moment)


def test_the_newest_message_comes_first_with_its_room_and_an_excerpt(room, alice, bob, search):
    first, second = say(alice, room, "The plan & more"), say(bob, room, "no planning")
    say(alice, room, "something else")
    answer = search("plan")
    assert [one["message"] for one in answer["results"]] == [second, first]
    assert answer["results"][1]["room"] == {"id": room.pk, "name": "Kitchen"}
    assert answer["results"][1]["excerpt_html"] == "The <mark>plan</mark> &amp; more"
    rest = {name: value for name, value in answer.items() if name not in {"results", "took_ms"}}
    assert rest == {
        "has_more": False,
        "before": None,
        "searched_back_to": None,
        "understood": [{"kind": "word", "text": "plan"}],
        "is_complete": True,
    }
    assert answer["took_ms"] >= 0


def test_pages_go_on_from_a_message(room, alice, found, search):
    for number in range(5):
        say(alice, room, f"word {number}")
    page = search("word", limit=2)
    assert page["has_more"]
    assert found("word", limit=2, before=page["before"]) == ["word 2", "word 1"]
    assert found("word", before=page["before"]) == ["word 2", "word 1", "word 0"]
    assert not search("word", limit=5)["has_more"]


def test_all_words_must_occur_and_no_excluded_one(room, alice, found):
    for text in ("red green", "green red blue", "red", "blue"):
        say(alice, room, text)
    assert found("red green") == ["green red blue", "red green"]
    assert found("red -blue") == ["red", "red green"]
    assert found('"red green"') == ["red green"]
    assert found('-"red green" red') == ["red", "green red blue"]
    assert found("-red") == ["blue"]


def test_a_phrase_crosses_lines_and_mentions_are_no_text(room, alice, bob, found):
    say(alice, room, "first line\n\nsecond   line")
    say(alice, room, f"thanks <@{bob.pk}> for this")
    assert found('"line second line"') == ["first line\n\nsecond   line"]
    assert found(f"{bob.pk}>") == found("bob") == []
    assert found('"thanks for this"') == [f"thanks <@{bob.pk}> for this"]


def test_people_are_named_by_name_part_of_it_number_or_me(room, alice, bob, make_user, found, search):
    mira, other = make_user("Mira Kowalska"), make_user("Mirabel")
    for person in (mira, other):
        Room.objects.get(pk=room.pk)
        create_room(by=person, name=f"Room of {person.name}")
    rooms = {one.creator_id: one for one in Room.objects.all()}
    for person in (alice, bob, mira, other):
        say(person, rooms.get(person.pk, room), f"hello from {person.name}")
    assert (
        found("from:kowal") == found('FROM:"mira kowalska"') == found(f"from:{mira.pk}") == ["hello from Mira Kowalska"]
    )
    assert found("hello from:@MIRA") == ["hello from Mirabel", "hello from Mira Kowalska"]
    assert found("from:me") == ["hello from Bob"]
    assert found("from:me from:alice") == ["hello from Bob", "hello from Alice"]
    assert found("hello -from:mira -from:bob") == ["hello from Alice"]
    assert found("from:stranger") == found("from:99999") == []
    one, several = search("from:kowal")["understood"][0], search("from:mira")["understood"][0]
    assert (one["user"]["id"], one["text"]) == (mira.pk, "kowal")
    assert several == {"kind": "from", "text": "mira"}


def test_rooms_are_named_by_name_part_of_it_or_number(room, alice, bob, found, search):
    hall = create_room(by=alice, name="Big hall")
    say(alice, room, "in the kitchen")
    say(alice, hall, "in the hall")
    assert found('in:"big hall"') == found("in:#hall") == found(f"in:{hall.pk}") == ["in the hall"]
    assert found("the -in:kitchen") == ["in the hall"]
    assert found("in:hall in:kitchen") == ["in the hall", "in the kitchen"]
    assert found("the", room_id=room.pk) == ["in the kitchen"]
    assert found("in:hall", room_id=room.pk) == found("in:cellar") == []
    assert search("in:hall")["understood"] == [
        {"kind": "in", "text": "hall", "room": {"id": hall.pk, "name": "Big hall"}}
    ]
    assert search("-in:hall")["understood"][0] == {
        "kind": "without",
        "text": "in:hall",
        "room": {"id": hall.pk, "name": "Big hall"},
    }


def test_a_direct_room_is_shown_by_its_people(room, alice, bob, search):
    direct = Room.objects.get(pk=open_direct(by=alice, user_ids=[bob.pk]).room["id"])
    say(alice, direct, "between us")
    for term in (f"in:{direct.pk}", "in:@alice", "in:ALI", "in:~alice"):
        assert len(search(f"us {term}")["results"]) == 1
    assert search("us in:@bob")["results"] == search("us in:@charlie")["results"] == []
    (hit,) = search(f"us in:{direct.pk}")["results"]
    people = [alice.pk, bob.pk]
    assert (hit["room"]["name"], [user["id"] for user in hit["room"]["members"]]) == ("", people)
    assert [user["id"] for user in search(f"in:{direct.pk}")["understood"][0]["room"]["members"]] == people


def test_a_bare_number_is_never_that_of_a_person_in_a_direct_room(bob, found):
    mira = User.objects.create_user(email="mira@example.com", name="Mira", pk=123_456)
    say(mira, Room.objects.get(pk=open_direct(by=bob, user_ids=[mira.pk]).room["id"]), "between us")
    assert found("us in:123456") == []
    assert found("us in:@123456") == ["between us"]


def test_days_begin_and_end_in_the_caller_s_zone(room, alice, found):
    for text, moment in {
        "before midnight": datetime(2026, 3, 9, 22, 59, tzinfo=UTC),
        "after midnight": datetime(2026, 3, 9, 23, 1, tzinfo=UTC),
        "next evening": datetime(2026, 3, 10, 23, 30, tzinfo=UTC),
    }.items():
        at(say(alice, room, text), moment)
    berlin = {"tz": "Europe/Berlin"}
    assert found("on:2026-03-10", **berlin) == ["after midnight"]
    assert found("on:2026-03-10") == ["next evening"]
    assert found("before:2026-03-10", **berlin) == ["before midnight"]
    assert found("after:2026-03-10", **berlin) == ["next evening"]
    assert found("-on:2026-03-10 on:2026-03", **berlin) == ["next evening", "before midnight"]
    assert found("after:2026-03-09 before:2026-03-11", **berlin) == ["after midnight"]
    assert found("on:0001") == found("on:0001", tz="Asia/Tokyo") == []


def test_a_search_of_some_days_does_not_go_on_before_them(room, alice, search, monkeypatch):
    monkeypatch.setattr(finding, "ROWS_AT_ONCE", 2)
    monkeypatch.setattr(finding, "MAX_ROWS", 4)
    for _ in range(12):
        at(say(alice, room, "old"), datetime(2026, 3, 9, 12, tzinfo=UTC))
    at(say(alice, room, "a second too late"), datetime(2026, 3, 10, 12, 0, 1, tzinfo=UTC))
    for _ in range(2):
        at(say(alice, room, "new"), datetime(2026, 3, 10, 12, tzinfo=UTC))
    answer = search("on:2026-03-10")
    assert len(answer["results"]) == 3
    assert (answer["has_more"], answer["searched_back_to"]) == (False, None)


def test_today_and_yesterday_are_the_caller_s(room, alice, found):
    at(say(alice, room, "old"), timezone.now() - timedelta(days=1))
    say(alice, room, "new")
    assert (found("on:today"), found("on:yesterday"), found("before:today")) == (["new"], ["old"], ["old"])


def test_links_and_mentions_are_found(room, alice, bob, found):
    say(alice, room, "see https://example.org/a")
    say(alice, room, f"hi <@{bob.pk}>")
    reply = say(bob, room, "plain")
    say(alice, room, "an answer", reply_to=reply["seq"])
    assert found("has:link") == ["see https://example.org/a"]
    assert found("-has:link from:alice") == ["an answer", f"hi <@{bob.pk}>"]
    assert found("mentions:me") == found("mentions:bob hi") == [f"hi <@{bob.pk}>"]
    assert found("mentions:alice") == []
    assert found("from:alice -mentions:me") == ["an answer", "see https://example.org/a"]


def test_a_message_is_found_as_it_is_now(room, alice, found):
    message = say(alice, room, "first text")
    place = {"room_id": room.pk, "seq": message["seq"], "by": alice}
    edit_message(**place, content="second text")
    assert (found("first"), found("second")) == ([], ["second text"])
    delete_message(**place)
    assert found("text") == []


def test_a_removed_and_restored_message_is_found_again(room, bob, admin, found):
    message = say(bob, room, "here")
    place = {"room_id": room.pk, "seq": message["seq"], "by": admin}
    delete_message(**place, reason="Why.")
    assert found("here") == []
    restore_message(**place)
    assert found("here") == ["here"]


def test_nothing_is_found_where_one_may_not_read(room, alice, bob, charlie, found):
    say(alice, room, "secret")
    assert found("secret", by=charlie) == ["secret"]
    ban_from_room(room_id=room.pk, by=alice, user_id=bob.pk, until=timezone.now() + timedelta(hours=1), reason="Why.")
    assert found("secret") == []
    update_room(room_id=room.pk, by=alice, visibility="private")
    assert found("secret", by=charlie) == []
    assert found("secret", by=alice) == ["secret"]
    delete_room(room_id=room.pk, by=alice)
    assert found("secret", by=alice) == []


def test_a_blocked_person_is_not_found(room, alice, bob, found):
    say(alice, room, "hello")
    block_person(by=bob, person=alice)
    assert found("hello") == found("from:alice") == []
    assert found("hello", by=alice) == ["hello"]


@pytest.mark.parametrize("loss", ["banned", "made private", "room deleted", "blocked"])
def test_what_may_no_longer_be_read_at_the_end_of_a_search_is_not_shown(room, alice, charlie, found, monkeypatch, loss):
    """The change is stored after the hit was read, and before the answer is given."""
    say(alice, room, "secret")
    end = timezone.now() + timedelta(hours=1)
    place = {"room_id": room.pk, "by": alice}
    losses = {
        "banned": lambda: ban_from_room(**place, user_id=charlie.pk, until=end, reason="Why."),
        "made private": lambda: update_room(**place, visibility="private"),
        "room deleted": lambda: delete_room(**place),
        "blocked": lambda: block_person(by=charlie, person=alice),
    }

    def read_and_lose(messages):
        read = fetch_parts(messages)
        losses[loss]()
        return read

    join_room(room_id=room.pk, by=charlie)
    leave_room(room_id=room.pk, by=charlie)
    assert found("secret", by=charlie) == ["secret"]
    monkeypatch.setattr(queries, "fetch_parts", read_and_lose)
    assert found("secret", by=charlie) == []


def test_one_room_that_may_not_be_read_answers_as_its_messages_do(room, alice, charlie, signed_in):
    client = signed_in(charlie)
    missing = client.get("/search", {"q": "x", "room_id": 99999})
    update_room(room_id=room.pk, by=alice, visibility="private")
    hidden = client.get("/search", {"q": "x", "room_id": room.pk})
    assert (missing.status_code, missing.content) == (404, hidden.content)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({}, "q"),
        ({"q": ""}, "q"),
        ({"q": "  \u200d "}, "q"),
        ({"q": '""'}, "q"),
        ({"q": "x" * 257}, "q"),
        ({"q": "a b c d e f g h i"}, "q"),
        ({"q": "before:lunch"}, "q"),
        ({"q": "a\0b"}, "q"),
        ({"q": "x", "limit": 0}, "limit"),
        ({"q": "x", "limit": 51}, "limit"),
        ({"q": "x", "before": -1}, "before"),
        ({"q": "x", "room_id": "x"}, "room_id"),
        ({"q": "x", "tz": "Mars/Phobos"}, "tz"),
        ({"q": "x", "tz": "../../etc/passwd"}, "tz"),
        ({"q": "x", "offset": 3}, "offset"),
    ],
)
def test_bad_input_is_refused_with_a_sentence(bob, signed_in, query, field):
    answer = signed_in(bob).get("/search", query)
    assert answer.status_code == 400
    assert answer.json()["error"]["fields"][field][0].endswith((".", ")."))


@pytest.mark.parametrize("query", ["x" * 256, "a b c d e f g h", "before:2026-11-29", "'\"%_\\"])
def test_what_is_within_the_limits_is_taken(search, query):
    assert search(query)["results"] == []


def test_a_search_that_takes_too_long_goes_on_where_it_ended(room, alice, search, monkeypatch):
    monkeypatch.setattr(finding, "ROWS_AT_ONCE", 2)
    monkeypatch.setattr(finding, "MAX_ROWS", 2)
    for number in range(5):
        say(alice, room, f"word {number}")
    seen, before, answers = [], {}, 0
    while True:
        answer = search("word", **before)
        seen += [one["message"]["content"] for one in answer["results"]]
        answers += 1
        if not answer["has_more"]:
            break
        assert answer["searched_back_to"].endswith(":00.000Z")
        before = {"before": answer["before"]}
    assert seen == [f"word {number}" for number in range(4, -1, -1)]
    assert answers >= 3


def test_the_less_is_found_the_more_is_looked_at_at_once(room, alice, bob, search, monkeypatch):
    say(alice, room, "hello")
    looked_at: list[int] = []
    steps = [Step(range(first, first - 10, -1), first - 9) for first in range(600, 0, -10)]
    monkeypatch.setattr(finding, "candidates", lambda _wanted: iter(steps))
    monkeypatch.setattr(finding.Finding, "_verified", lambda _self, ids: looked_at.append(len(ids)) or [])
    assert search("nothing")["results"] == []
    assert sum(looked_at) == 600
    assert max(looked_at[:2]) <= 2 * queries.PAGE
    assert min(looked_at[3:-1]) >= 4 * queries.PAGE
