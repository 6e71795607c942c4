"""What a notification says fits, whatever was written."""

import json

from hypothesis import given
from hypothesis import strategies as st

from chatsite.text.graphemes import shortened_to_bytes
from messaging.notifications.push.contents import MAX_BODY_BYTES, MAX_BYTES, MAX_TITLE_BYTES, encoded


@given(st.text(min_size=600), st.text(min_size=600))
def test_contents_fit_even_where_json_needs_more_for_each_character(title, body):
    contents = {
        "kind": "message",
        "title": shortened_to_bytes(title, MAX_TITLE_BYTES),
        "body": shortened_to_bytes(body, MAX_BODY_BYTES),
    }
    data = encoded(contents)
    assert len(data) <= MAX_BYTES
    assert json.loads(data)["title"] == contents["title"]


def test_contents_of_characters_that_json_escapes_are_shortened():
    data = encoded({"title": "\x01" * 100, "body": "\x01" * MAX_BODY_BYTES})
    assert len(data) <= MAX_BYTES
    assert json.loads(data)["body"].endswith("…")
