"""Quotes show what a message says, without its markup."""

import pytest

from messaging.markup import render
from messaging.markup.plain import plain_text
from messaging.models import Message
from tests.support.conversation import say


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("*Middlemarch*, **then**", "Middlemarch, then"),
        ("> It is simply\n\nnot", "It is simply not"),
        ("- one\n- two", "one two"),
        ("[words](https://example.org/)", "words"),
        ('`a < b` & "c"', 'a < b & "c"'),
        ("1 < 2 > 0", "1 < 2 > 0"),
        ("```python\nprint()\n```", "print()"),
    ],
)
def test_the_text_of_a_message_is_what_one_reads(typed, expected):
    assert " ".join(plain_text(render(typed)).split()) == expected


def test_html_that_ends_within_a_tag_shows_no_part_of_it():
    assert plain_text('<p>a <a href="https://exa') == "a "


def test_a_reply_quotes_without_markup(room, alice):
    target = say(alice, room, "> *older*\n\nand **newer**")
    assert say(alice, room, "re", reply_to=target["seq"])["reply_to"]["excerpt"] == "older and newer"


def test_a_message_whose_html_is_missing_is_quoted_as_typed(room, alice):
    seq = say(alice, room, "*plain*")["seq"]
    message = Message.objects.get(room=room, seq=seq)
    message.html = ""
    assert message.excerpt == "*plain*"
