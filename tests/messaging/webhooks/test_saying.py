"""``manage.py say``: what is posted, by which bot, and what is refused."""

import io

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from accounts.actors import SYSTEM
from accounts.bots.services import create_bot
from accounts.models import User
from chatsite.contract.errors import InvalidInput
from messaging.markup import render
from messaging.models import MAX_CONTENT_CHARS, Message
from messaging.webhooks.saying import MAX_TEXT_CHARS, messages_of, pieces
from rooms.direct.services import open_direct
from rooms.models import Membership
from rooms.services import close_room, delete_room, update_room
from tests.support.commands import run


def said(room) -> list[tuple[str, str]]:
    found = Message.objects.filter(room=room).select_related("author").order_by("seq")
    return [(message.author.name, message.content) for message in found]


def piped(monkeypatch, text: str, *words: str) -> str:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    return run("say", *words)


def test_words_are_posted_by_the_sites_bot(room):
    run("say", "Kitchen", "The", "**backup** is done")
    run("say", str(room.pk), "again")
    assert said(room) == [("Chatsite", "The **backup** is done"), ("Chatsite", "again")]
    bot = User.objects.get(bot_kind=User.BotKind.BOT)
    assert Membership.objects.current().filter(room=room, user=bot).count() == 1


def test_a_pipe_is_read(room, monkeypatch):
    piped(monkeypatch, "one\ntwo\n", "Kitchen")
    assert said(room) == [("Chatsite", "one\ntwo")]


def test_code_is_a_block_in_its_language(room, monkeypatch):
    piped(monkeypatch, "+ a\n- b\n", "Kitchen", "--code=diff")
    piped(monkeypatch, "x ``` y", "Kitchen", "--code")
    assert said(room) == [("Chatsite", "```diff\n+ a\n- b\n```"), ("Chatsite", "````\nx ``` y\n````")]
    assert "language-diff" in Message.objects.order_by("seq")[0].html


def test_another_bot_speaks(room):
    bot = create_bot(name="Deploy", by=SYSTEM)
    run("say", "Kitchen", "1", "--as", "Deploy")
    run("say", "Kitchen", "2", "--as", str(bot.pk))
    assert said(room) == [("Deploy", "1"), ("Deploy", "2")]


def test_a_person_or_a_webhook_is_no_bot_to_speak_as(room, alice):
    for words in ("Alice", str(alice.pk), "Nothing"):
        with pytest.raises(CommandError, match="No bot found for"):
            run("say", "Kitchen", "x", "--as", words)


def test_a_long_text_is_split_and_posted_whole(room, monkeypatch):
    lines = [f"line {number} " + "x" * 90 for number in range(100)]
    out = piped(monkeypatch, "\n".join(lines), "Kitchen", "--code")
    assert out == "Chatsite posted 3 messages to Kitchen.\n"
    texts = [text for _, text in said(room)]
    assert all(len(text) <= MAX_CONTENT_CHARS and render(text).startswith("<pre>") for text in texts)
    assert "\n".join(text[4:-4] for text in texts) == "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        ("x" * (MAX_TEXT_CHARS + 1), (), "The text is too long. At most 40000 characters can be posted at once."),
        ("", (), "Enter a text|required"),
        ("x", ("--code=klingon",), "klingon is not a language that is shown in color."),
        ("`" * 3_000, ("--code",), "too many backticks in a row"),
        ("a\x00b", (), "NUL"),
    ],
)
def test_what_cannot_be_posted_is_said(room, monkeypatch, text, words, sentence):
    with pytest.raises(CommandError, match=sentence):
        piped(monkeypatch, text, "Kitchen", *words)
    assert said(room) == []


def test_blank_lines_that_fill_a_message_are_left_out(room, monkeypatch):
    piped(monkeypatch, "first" + "\n" * 3 * MAX_CONTENT_CHARS + "last", "Kitchen")
    assert [text.strip() for _, text in said(room)] == ["first", "last"]


def test_a_bot_gets_into_no_direct_conversation_but_answers_in_its_own(alice, bob):
    bot = create_bot(name="Deploy", by=SYSTEM)
    theirs, own = (open_direct(by=alice, user_ids=[one.pk]).room["id"] for one in (bob, bot))
    with pytest.raises(CommandError, match="A direct conversation stays between its people"):
        run("say", str(theirs), "x", "--as", "Deploy")
    assert set(Membership.objects.filter(room=theirs).values_list("user", flat=True)) == {alice.pk, bob.pk}
    run("say", str(own), "x", "--as", "Deploy")
    assert run("check_data") == "No problems found.\n"


def test_a_terminal_is_not_waited_for(room, monkeypatch):
    terminal = io.StringIO()
    terminal.isatty = lambda: True
    monkeypatch.setattr("sys.stdin", terminal)
    with pytest.raises(CommandError, match="Give a text, or send one through a pipe"):
        run("say", "Kitchen")


def test_an_announcement_room_takes_it_and_a_closed_or_deleted_one_does_not(room, alice):
    update_room(room_id=room.pk, by=alice, who_may_write="moderators", slow_mode_s=60)
    run("say", "Kitchen", "1")
    run("say", "Kitchen", "2")
    close_room(room_id=room.pk, by=alice)
    with pytest.raises(CommandError, match="closed"):
        run("say", str(room.pk), "3")
    delete_room(room_id=room.pk, by=alice)
    with pytest.raises(CommandError):
        call_command("say", str(room.pk), "4")
    assert len(said(room)) == 2


@given(st.text("ab\n", max_size=200), st.integers(1, 40))
def test_pieces_hold_every_character_but_the_line_ends_between_them(text, most):
    found = list(pieces(text, most))
    assert all(len(piece) <= most for piece in found)
    assert "".join(found).replace("\n", "") == text.replace("\n", "")


def test_a_text_of_most_characters_fits():
    assert len(messages_of("x" * MAX_TEXT_CHARS)) == 10
    with pytest.raises(InvalidInput):
        messages_of("x" * (MAX_TEXT_CHARS + 1))
