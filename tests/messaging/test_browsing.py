"""Looking through all messages in the admin, and acting on them there."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import ModerationEntry
from messaging import browsing
from messaging.browsing import Wanted, browse
from messaging.models import Message
from messaging.search import finding, in_admin
from messaging.services import delete_message
from rooms.memberships import join_room
from rooms.services import create_room, delete_room, update_room
from tests.support.conversation import say
from tests.support.patience import patient_searches

__all__ = ["patient_searches"]

LIST = "/admin/messaging/message/"


@pytest.fixture
def history(room, alice, bob):
    """Return ten messages in two rooms, one an hour, newest last; every third is Bob's."""
    other = create_room(by=alice, name="Cellar")
    join_room(room_id=other.pk, by=bob)
    start = timezone.now() - timedelta(hours=10)
    for number in range(10):
        author, where = (bob if number % 3 == 0 else alice), (other if number % 2 else room)
        said = say(author, where, f"Wörd {number}")
        Message.objects.filter(pk=said["id"]).update(created_at=start + timedelta(hours=number))
    return list(Message.objects.order_by("pk"))


def numbers(messages):
    return [int(message.content.split()[1]) for message in messages]


def everything(wanted):
    """Return all that paging brings."""
    found = browse(wanted)
    messages = list(found.messages)
    while found.older is not None:
        found = browse(wanted, found.older)
        messages += found.messages
    return numbers(messages)


@pytest.mark.parametrize(("looked_at", "page"), [(1, 50), (2, 1), (4, 3), (100, 50)])
def test_every_page_together_is_what_was_wanted(room, alice, bob, history, monkeypatch, looked_at, page):
    monkeypatch.setattr(browsing, "LOOKED_AT", looked_at)
    monkeypatch.setattr(browsing, "PAGE", page)
    four, seven = history[4].created_at, history[7].created_at
    delete_message(room_id=history[6].room_id, seq=history[6].seq, by=bob)
    for wanted, expected in [
        (Wanted(), range(9, -1, -1)),
        (Wanted(author=bob), [9, 6, 3, 0]),
        (Wanted(room=room), [8, 6, 4, 2, 0]),
        (Wanted(room=room, author=bob), [6, 0]),
        (Wanted(since=four, until=seven), [6, 5, 4]),
        (Wanted(author=alice, since=four), [8, 7, 5, 4]),
        (Wanted(room=room, until=seven), [6, 4, 2, 0]),
        (Wanted(is_removed=True), [6]),
        (Wanted(author=alice, is_removed=True), []),
    ]:
        assert everything(wanted) == list(expected), wanted


def test_a_page_that_looked_at_enough_says_how_far_back_it_came(history, monkeypatch):
    monkeypatch.setattr(browsing, "LOOKED_AT", 4)
    found = browse(Wanted(is_removed=True))
    assert (found.messages, found.back_to) == ([], history[6].created_at)


def test_the_list_leaves_mariadb_no_rooms_to_begin_with(history, django_assert_max_num_queries):
    with django_assert_max_num_queries(5) as asked:
        assert browse(Wanted()).messages[0].room.name
    assert not [query["sql"] for query in asked.captured_queries if "INNER JOIN" in query["sql"]]


def found_by(client, query):
    page = client.get(f"{LIST}?{query}").content.decode()
    return [int(number) for number in re.findall(r'message-text"[^>]*>Wörd (\d)', page)], page


def test_the_list_searches_by_what_people_type(room, admin, alice, bob, history, signed_in):
    client = signed_in(admin)
    moment = history[4].created_at.strftime("%Y-%m-%dT%H:%M")
    for query, expected in [
        ("", list(range(9, -1, -1))),
        (f"author={bob.pk}", [9, 6, 3, 0]),
        ("author=BOB@example.org", [9, 6, 3, 0]),
        ("author=Bob&room=kitchen", [6, 0]),
        (f"room={room.pk}&text=W%C3%96RD+4", [4]),
        ("text=word+-3+-4&author=Alice", [8, 7, 5, 2, 1]),
        ("text=%22word+7%22", [7]),
        ("text=in:kitchen+from:bob", [6, 0]),
        (f"text=word&since={moment}&room=Cellar", [9, 7, 5]),
        (f"since={moment}&room=Cellar", [9, 7, 5]),
    ]:
        assert found_by(client, query)[0] == expected, query
    assert "No person found." in found_by(client, "author=Zed")[1]
    assert "No room with that name." in found_by(client, "room=attic")[1]
    assert "a date. Write one like" in found_by(client, "text=on:lunch")[1]


def test_texts_of_deleted_messages_and_rooms_are_found_and_hidden_ones_are_not(room, admin, alice, history, signed_in):
    client = signed_in(admin)
    delete_message(room_id=history[1].room_id, seq=history[1].seq, by=alice)
    assert found_by(client, "text=rd+1")[0] == [1]
    assert found_by(client, "text=w&is_removed=on")[0] == [1]
    update_room(room_id=room.pk, by=alice, visibility="private")
    assert found_by(client, "text=w")[0] == [9, 7, 5, 3, 1]
    assert found_by(client, "text=in:kitchen")[0] == []
    delete_room(room_id=history[1].room_id, by=alice)
    assert found_by(client, "text=w")[0] == [9, 7, 5, 3, 1]


def test_a_search_for_texts_that_takes_too_long_says_how_far_back_it_came(admin, history, signed_in, monkeypatch):
    monkeypatch.setattr(finding, "BUDGET_S", 0.0)
    monkeypatch.setattr(finding, "ROWS_AT_ONCE", 4)
    client, query, seen = signed_in(admin), "text=w", []
    for _ in range(4):
        some, page = found_by(client, query)
        seen += some
        link = re.search(r'href="\?([^"]*before=\d+)">Search older', page)
        query = link[1].replace("&amp;", "&") if link else "before=0"
    assert (seen, query) == (list(range(9, -1, -1)), "before=0")


def test_the_list_goes_on_with_older_ones(admin, history, signed_in, monkeypatch):
    monkeypatch.setattr(in_admin, "PAGE", 4)
    client, query, seen = signed_in(admin), "text=w", []
    for _ in range(3):
        some, page = found_by(client, query)
        seen += some
        link = re.search(r'href="\?([^"]*before=\d+)"', page)
        query = link[1].replace("&amp;", "&") if link else ""
    assert (seen, query) == (list(range(9, -1, -1)), "")


def test_messages_are_removed_and_restored_with_a_reason(admin, history, signed_in):
    client = signed_in(admin)
    chosen = {"_selected_action": [message.pk for message in history[:2]]}
    answer = client.post(LIST, chosen | {"action": "take_away", "reason": ""}, follow=True)
    assert "Give a reason" in answer.content.decode()
    assert not Message.objects.exclude(deleted_at=None).exists()
    answer = client.post(f"{LIST}?is_removed=on", chosen | {"action": "take_away", "reason": "Spam"}, follow=True)
    assert answer.content.decode().count("removed (Ada): Spam") == 2
    entry = ModerationEntry.objects.filter(action="message_removed").first()
    assert (entry.by, entry.reason) == (admin, "Spam")
    client.post(f"{LIST}{history[0].pk}/change/", {"action": "restore", "reason": "A mistake"})
    assert [message.is_deleted for message in Message.objects.order_by("pk")[:2]] == [False, True]
    assert ModerationEntry.objects.get(action="message_restored").reason == "A mistake"


def test_a_message_is_shown_in_its_conversation(room, admin, history, signed_in):
    client = signed_in(admin)
    page = client.get(reverse("admin:messaging_message_change", args=[history[4].pk])).content.decode()
    assert [number in page for number in ("Wörd 2", "Wörd 4", "Wörd 6", "Wörd 5")] == [True, True, True, False]
    assert page.count('class="reported"') == 1
    assert client.get(f"{LIST}999999/change/").status_code == 404
    assert client.get(f"{LIST}x/change/").status_code == 404
