"""Texts are taken apart and shortened between what readers see as characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatsite.text.graphemes import graphemes, shortened, shortened_to_bytes

FAMILY = "👨‍👩‍👧‍👦"
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


def test_graphemes_stay_together():
    text = "👩‍👩‍👧‍👦🇩🇪🇫🇷e\u0301x각ที่👍🏽1️⃣นำ"
    assert list(graphemes(text)) == ["👩‍👩‍👧‍👦", "🇩🇪", "🇫🇷", "e\u0301", "x", "각", "ที่", "👍🏽", "1️⃣", "นำ"]
    assert list(graphemes(ENGLAND * 2)) == [ENGLAND, ENGLAND]


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
    assert shortened_to_bytes(text, limit) == expected


@given(st.text(), st.integers(3, 200))
def test_what_is_cut_fits_and_is_the_beginning(text, limit):
    shown = shortened_to_bytes(text, limit)
    assert len(shown.encode()) <= limit
    assert text.encode(errors="replace").decode().startswith(shown.removesuffix("…"))


@given(st.text(), st.integers(1, 60))
def test_a_text_is_shortened_by_whole_graphemes(text, limit):
    shown = shortened(text, limit)
    assert len(shown) <= limit
    whole = list(graphemes(text))
    beginnings = ["".join(whole[:count]).rstrip() for count in range(len(whole) + 1)]
    assert shown == text or shown.removesuffix("…") in beginnings
