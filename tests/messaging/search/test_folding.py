"""The form in which texts are compared."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.search.folding import fold

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("strasse", "Straße"),
        ("istanbul", "İSTANBUL"),
        ("lodz", "Łódź"),
        ("smorrebrod", "Smørrebrød"),
        ("coeur", "cœur"),
        ("οδος", "Ὀδός"),
        ("full width", "Ｆｕｌｌ　Ｗｉｄｔｈ"),
        ("ガギ", "ｶﾞｷﾞ"),
        ("שלום", "שָׁלוֹם"),
        ("محمد", "مُحَمَّد"),
        ("احمد", "أحمد"),
        ("کتابی", "كتابي"),
        ("2026", "٢٠٢٦"),
        ("2026", "۲۰۲۶"),
        ("don't", "don’t"),
        ('say "yes"', "say “yes”"),
        ("follow-up", "follow‑up"),
        ("2019-2020", "2019–2020"),
        ("wait...", "wait…"),
        ("coop", "co\u00adop"),
        ("❤", "❤️"),
    ],
)
def test_what_people_type_for_the_same_word_is_the_same(typed, written):
    assert fold(typed) == fold(written)


@pytest.mark.parametrize(
    ("one", "other"),
    [("か", "が"), ("カ", "か"), ("กา", "ก"), ("क़लम", "कलम"), ("한", "하"), ("C++", "C"), ("a_b", "a b")],
)
def test_what_is_another_word_stays_one(one, other):
    assert fold(one) != fold(other)


@given(TEXTS)
def test_what_is_folded_stays_as_it_is(text):
    assert fold(fold(text)) == fold(text)


@given(TEXTS)
def test_how_a_text_is_composed_does_not_matter(text):
    forms = {fold(unicodedata.normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")}
    assert forms == {fold(text)}


@given(TEXTS)
def test_case_does_not_matter(text):
    assert fold(text.casefold()) == fold(text)
