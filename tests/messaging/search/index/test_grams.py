"""A text that contains another contains its grams; folding twice is folding once."""

import string
from collections import Counter

from hypothesis import example, given
from hypothesis import strategies as st

from messaging.search.folding import Kind, fold
from messaging.search.index.grams import Group, all_wanted, author_gram, grams, kind_grams, wanted
from messaging.search.index.pages import bucket_of

LETTERS = st.characters(exclude_categories=["Cs"])
SCRIPTS = "aeißéжλשלعرกาบหมကខम के中国日本かなハングル글한👍🏽❤️١٣-_#+.,!?'\"/:@ \n\tＡｂ①"
TEXTS = st.text(LETTERS, max_size=40) | st.text(st.sampled_from(SCRIPTS + string.ascii_letters), max_size=40)


def has(group: Group, text: str) -> bool:
    """Tell whether a folded text has one of a group."""
    numbers = grams(text)
    return any(span.first <= number <= span.last for span in group for number in numbers)


@given(TEXTS)
@example("İ ẞ ǆ ΐ ﬃ ｶﾞ 각 한 ٱ שָׁ ŉ Ǿ ᾳ ͅ ӑ")
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(TEXTS, st.data())
def test_a_text_has_the_grams_of_everything_in_it(text, data):
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded)))
    part = folded[start : data.draw(st.integers(start, len(folded)))]
    assert [group for group in wanted(part) if not has(group, folded)] == []


@given(TEXTS)
def test_numbers_have_twenty_five_bits(text):
    assert all(0 <= number < 1 << 25 for number in grams(fold(text)))


def test_what_is_looked_up_of_words():
    for text in ("ok", "word", "中", "中国", "한", "👍", "กา", "c++", "#", "https://exa", "abc-1234"):
        assert wanted(fold(text)), text


def test_a_single_letter_says_too_little():
    assert not wanted("a")
    assert not wanted(" ")


def test_two_letters_are_found_at_any_place_of_a_word():
    [group] = wanted("ev")
    for text in ("ev", "event", "seven", "rev", "rev.", "abc event"):
        assert has(group, text), text
    assert not has(group, "a venture")


def test_what_begins_alike_is_on_eight_pages_and_nothing_else_is_found_by_it():
    texts = {third: f"th{third}" for third in string.ascii_lowercase}
    pages = Counter(bucket_of(number) for text in texts.values() for number in grams(text) & exactly(text))
    assert len(pages) == 8
    assert max(pages.values()) <= 5
    [group] = wanted("th")
    others = [a + b for a in string.ascii_lowercase for b in string.ascii_lowercase if a + b != "th"]
    assert [pair for pair in others if has(group, f"{pair}x ")] == []


def exactly(text: str) -> set[int]:
    return {span.first for group in wanted(text) for span in group}


def test_authors_and_kinds_are_groups_of_their_own():
    groups = all_wanted(["word"], [7, 8], Kind.LINK)
    assert [span.first for span in groups[0]] == [author_gram(7), author_gram(8)]
    assert [span.first for span in groups[-1]] == kind_grams(Kind.LINK)
    assert len(groups) == 4  # wor, ord
