"""What a notification says fits, whatever was written."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.notifications.push.contents import MAX_BODY_BYTES, MAX_BYTES, MAX_TITLE_BYTES, cut, encoded

FAMILY = "👨‍👩‍👧‍👦"


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("short", 20, "short"),
        ("a long text", 9, "a long…"),
        ("e\u0301" * 5, 10, "e\u0301e\u0301…"),
        (FAMILY * 2, 40, FAMILY + "…"),
        (FAMILY, 20, "…"),
        ("👍🏽👍🏽", 14, "👍🏽…"),
        ("🇩🇪🇫🇷", 15, "🇩🇪…"),
        ("🇩🇪🇫🇷", 12, "🇩🇪…"),
        ("❤️❤️", 10, "❤️…"),
    ],
)
def test_a_text_is_cut_between_what_readers_see_as_characters(text, limit, expected):
    assert cut(text, limit) == expected


@given(st.text(), st.integers(3, 200))
def test_what_is_cut_fits_and_is_the_beginning(text, limit):
    shown = cut(text, limit)
    assert len(shown.encode()) <= limit
    assert text.encode(errors="replace").decode().startswith(shown.removesuffix("…"))


@given(st.text(min_size=600), st.text(min_size=600))
def test_contents_fit_even_where_json_needs_more_for_each_character(title, body):
    contents = {"kind": "message", "title": cut(title, MAX_TITLE_BYTES), "body": cut(body, MAX_BODY_BYTES)}
    data = encoded(contents)
    assert len(data) <= MAX_BYTES
    assert json.loads(data)["title"] == contents["title"]


def test_contents_of_characters_that_json_escapes_are_shortened():
    data = encoded({"title": "\x01" * 100, "body": "\x01" * MAX_BODY_BYTES})
    assert len(data) <= MAX_BYTES
    assert json.loads(data)["body"].endswith("…")
