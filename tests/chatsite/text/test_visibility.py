"""What can be seen counts as text, however new it is; what cannot neither makes a message nor tells two names apart."""

import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from chatsite.contract.errors import InvalidInput
from chatsite.text.cleaning import name_key, normalize_text
from chatsite.text.visibility import BLANK, CONTROL, DEFAULT_IGNORABLE, has_visible, without_invisible
from chatsite.web.forms import NameField, StrictForm, TextField

INVISIBLE = frozenset(
    chr(code)
    for table in (DEFAULT_IGNORABLE, BLANK, CONTROL)
    for first, last in table
    for code in range(first, last + 1)
)
IGNORABLE = sorted({chr(code) for first, last in DEFAULT_IGNORABLE for code in range(first, last + 1)})
# Emoji by the grammar of UTS #51, so also those of versions to come: a base may be unassigned.
BASES = [chr(code) for code in [*range(0x1F300, 0x1F650), *range(0x1F680, 0x1FB00), *range(0x2600, 0x27C0)]]
ELEMENTS = st.builds("{}{}".format, st.sampled_from(BASES), st.sampled_from(["", "\ufe0f", "\U0001f3fb", "\U0001f3ff"]))
KEYCAPS = st.sampled_from("0123456789#*").map("{}\ufe0f\u20e3".format)
FLAGS = st.text(st.characters(min_codepoint=0x1F1E6, max_codepoint=0x1F1FF), min_size=2, max_size=2)
NATIONS = st.sampled_from(["gbeng", "gbsct", "gbwls"]).map(
    lambda code: "\U0001f3f4" + "".join(chr(0xE0000 + ord(char)) for char in code) + "\U000e007f"
)
OLD_SYMBOLS = st.sampled_from(
    ["\u2139\ufe0f", "\xa9\ufe0f", "\u203c\ufe0f", "\u3030\ufe0f", "\u24c2\ufe0f", "\u2194\ufe0f"]
)
EMOJI = st.one_of(st.lists(ELEMENTS, min_size=1, max_size=4).map("\u200d".join), KEYCAPS, FLAGS, NATIONS, OLD_SYMBOLS)


class SampleForm(StrictForm):
    text = TextField(required=False)
    words = TextField()
    name = NameField(max_length=60)


def parse(**fields: str) -> dict[str, str]:
    return SampleForm.parse({"words": "a", "name": "a"} | fields)


def refused(**fields: str) -> bool:
    try:
        parse(**fields)
    except InvalidInput:
        return True
    return False


def test_the_tables_agree_with_python_on_every_character_that_python_knows():
    hidden = ("Cc", "Cs", "Zs", "Zl", "Zp")
    wrong = [
        hex(code)
        for code in range(0x110000)
        if (category := unicodedata.category(chr(code))) != "Cf"
        and has_visible(chr(code)) != (category not in hidden and chr(code) not in INVISIBLE)
    ]
    assert wrong == []


def test_nothing_is_invisible_but_what_unicode_sets_aside():
    letters = {char for char in INVISIBLE if unicodedata.category(char)[0] not in "CZM"}
    assert letters - {"\U00013441", "\U00013442"} == {"\u115f", "\u1160", "\u2800", "\u3164", "\uffa0", "\U0001d159"}


@given(st.characters(categories=["Co", "Cn"]))
@example("\U0001fa77")  # 🩷, newer than Python 3.11
@example("\uf8ff")
@example("\U00031350")  # CJK extension H
def test_private_use_and_future_characters_are_text(char):
    assume(char not in INVISIBLE)
    assert parse(words=char, name=char) == {"words": char, "name": char}


@given(EMOJI)
def test_every_emoji_is_a_message_and_a_name(emoji):
    assert parse(words=emoji, name=emoji) == {"words": emoji, "name": unicodedata.normalize("NFC", emoji)}


@given(st.text(st.sampled_from(sorted(INVISIBLE - {chr(c) for c in range(0xD800, 0xE000)})), max_size=5))
@example("\u3164")
@example("\u2800")
@example("\ufe0f")
@example("\U00013441")  # EGYPTIAN HIEROGLYPH FULL BLANK, newer than Python 3.11
def test_what_shows_nothing_is_neither_a_message_nor_a_name(text):
    assert refused(words=text)
    assert refused(name=text)


@given(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=8))
@example("ℹ️ Help")
@example("Nº 5")
@example("ﷺ")
def test_a_name_is_shown_as_it_was_typed(name):
    assume(not refused(name=name))
    assert parse(name=name)["name"] == unicodedata.normalize("NFC", name)


@given(st.text(st.sampled_from("abcÄ日は1 "), min_size=1, max_size=6), st.sampled_from(IGNORABLE), st.integers(0, 6))
@example("General", "\u200d", 3)
@example("General", "\U000e0100", 7)
@example("General", "\U000e0067", 7)
@example("General", "\u3164", 7)
def test_an_ignorable_character_is_refused_or_tells_no_two_names_apart(name, char, place):
    assume(name.strip())
    other = name[:place] + char + name[place:]
    assert name_key(other) == name_key(name)
    changes_its_neighbour = name[:place][-1:] in ("日", "は", "1")
    assert refused(name=other) or changes_its_neighbour


@pytest.mark.parametrize("name", ["می‌خواهم", "ක්‍රිකට්", "葛\U000e0100城", "नमस्ते", "ᠭᠣᠷᠢᠶᠠ᠋ᠯ"])
def test_joiners_and_selectors_are_kept_where_a_script_needs_them(name):
    assert parse(name=name)["name"] == unicodedata.normalize("NFC", name)


def test_flags_that_differ_by_tags_alone_are_different_names():
    english, scottish = (
        f"\U0001f3f4\U000e0067\U000e0062{tags}\U000e007f"
        for tags in ("\U000e0065\U000e006e\U000e0067", "\U000e0073\U000e0063\U000e0074")
    )
    assert name_key(english) != name_key(scottish)


@given(st.text(max_size=12))
def test_a_key_is_its_own_key_and_fits_its_column(name):
    key = name_key(name)
    assert name_key(key) == key
    assert without_invisible(key) == key


@pytest.mark.parametrize("name", ["\ufdfa" * 4, "\ufdfa" * 60])
def test_a_name_whose_key_would_be_too_long_is_refused(name):
    assert refused(name=name)


@given(st.text(st.sampled_from("a \n\r\v\f\x85\u2028\u2029"), max_size=9))
def test_every_line_break_of_unicode_is_one(text):
    assert parse(text=text)["text"].split("\n") == normalize_text(text).split("\n")
    assert len(normalize_text(text).split("\n")) == len((text + "a").splitlines())
