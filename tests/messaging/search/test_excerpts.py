"""The part of a message that a hit shows."""

import re
import unicodedata
from html import escape, unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatsite.text.graphemes import graphemes
from messaging.markup import render
from messaging.search.excerpts import EXCERPT_CHARS, Excerpted, excerpt_html
from messaging.search.folding import fold, on_one_line, searchable

NAMES = {"12": "Mira & Co"}


def shown(content: str, *words: str, html: str | None = None, files: tuple[str, ...] = ()) -> str:
    html = f"<p>{escape(content)}</p>" if html is None else html
    message = Excerpted(content, html, files, lambda word: NAMES.get(word, word))
    return excerpt_html(message, [on_one_line(word) for word in words])


@pytest.mark.parametrize(
    ("content", "words", "html"),
    [
        ("Die Straße ist lang", ["strasse"], "Die <mark>Straße</mark> ist lang"),
        ("Die Straße ist lang", ["s"], "Die <mark>S</mark>tra<mark>ß</mark>e i<mark>s</mark>t lang"),
        ("un cafe\u0301 noir", ["café"], "un <mark>cafe\u0301</mark> noir"),
        ("un café noir", ["cafe"], "un <mark>café</mark> noir"),
        ("ﬁlm", ["i"], "<mark>ﬁ</mark>lm"),
        ("ｶﾞｷﾞ", ["ガ"], "<mark>ｶﾞ</mark>ｷﾞ"),
        ("مُحَمَّد هنا", ["محمد"], "<mark>مُحَمَّد</mark> هنا"),
        ("a\n\nb   c", ["a b c"], "<mark>a b c</mark>"),
        ("<b>x</b> & y", ["b", "&"], "&lt;<mark>b</mark>&gt;x&lt;/<mark>b</mark>&gt; <mark>&amp;</mark> y"),
        ("hello <@12> world", ["hello world"], "<mark>hello @Mira &amp; Co world</mark>"),
        ("x <@12>", ["mira"], "x @Mira &amp; Co"),
        ("abab", ["ab", "ba"], "<mark>abab</mark>"),
        ("🇩🇪🇫🇷", ["🇩🇪"], "<mark>🇩🇪</mark>🇫🇷"),
        ("hi", [], "hi"),
    ],
)
def test_hits_are_marked_in_the_text_as_it_was_typed(content, words, html):
    assert shown(content, *words) == html


@pytest.mark.parametrize(
    ("content", "words", "html"),
    [
        ("a **bold** _move_", ["bold"], "a <mark>bold</mark> move"),
        ("a **bold** _move_", ["bold**"], "a **<mark>bold**</mark> _move_"),
        ("a **bold** _move_", ["move", "**"], "a <mark>**</mark>bold<mark>**</mark> _<mark>move</mark>_"),
        ("- one\n- two", ["one", "two"], "<mark>one</mark> <mark>two</mark>"),
        ("> quoted\n\nanswer", ["answer"], "quoted <mark>answer</mark>"),
        ("[words](https://example.org)", ["words"], "<mark>words</mark>"),
        ("[words](https://example.org)", ["example"], "[words](https://<mark>example</mark>.org)"),
        ("`a_b` & *c*", [], "a_b &amp; c"),
    ],
)
def test_an_excerpt_is_plain_text_unless_the_hit_is_in_the_markup(content, words, html):
    assert shown(content, *words, html=render(content)) == html


def test_a_mention_is_no_text_in_the_html_either():
    html = '<p>ask <a class="mention" data-user="12">@Mira K</a> <strong>now</strong></p>'
    assert shown("ask <@12> **now**", "ask now", html=html) == "<mark>ask @Mira &amp; Co now</mark>"


def test_names_of_files_follow_the_text_and_are_marked_too():
    files = ("Bericht März.pdf", "b.png")
    assert shown("see", "marz", files=files) == "see 📎\u00a0Bericht <mark>März</mark>.pdf 📎\u00a0b.png"
    assert shown("", "b.png", files=files) == "📎\u00a0Bericht März.pdf 📎\u00a0<mark>b.png</mark>"
    assert shown("see", "see", files=files).startswith("<mark>see</mark> 📎\u00a0")
    assert shown("", files=files[1:]) == "📎\u00a0b.png"


def test_a_long_text_is_cut_between_words_around_the_first_hit():
    html = shown("lorem " * 100 + "needle " + "ipsum " * 100, "needle")
    text = re.sub("</?mark>", "", html)
    assert re.fullmatch(r"…(lorem )+needle( ipsum)+…", text)
    assert 150 < len(text) <= EXCERPT_CHARS + 2
    assert "<mark>needle</mark>" in html


@pytest.mark.parametrize("content", ["x" * 1_000, "東京" * 500, "👩‍👩‍👧‍👦" * 300, "e\u0301" * 500, "needle" * 200])
def test_a_long_word_is_cut_too_and_no_grapheme_is(content):
    text = unescape(re.sub("</?mark>|…", "", shown(content + "needle", "needle")))
    pieces = set(graphemes(content + "needle"))
    assert len(list(graphemes(text))) <= EXCERPT_CHARS
    assert set(graphemes(text)) <= pieces


def test_the_end_of_a_text_is_shown_whole():
    assert shown("lorem " * 100 + "needle", "needle").endswith("lorem <mark>needle</mark>")


HARD = st.sampled_from("aß éıİσςﬁﷺ가\u1100\u1161\u11a8か\u3099ｶﾞ\u200d\ufe0f🇩👩️👍🏽 \n\u0301นำที่<>&़क़ि\u00a8½")
TEXTS = st.text(st.one_of(HARD, st.characters(exclude_categories=["Cs"])), max_size=40)


@settings(max_examples=1_500, deadline=None, derandomize=True)
@given(TEXTS, st.integers(0, 40), st.integers(1, 6))
def test_whatever_is_found_is_marked_and_nothing_is_lost(content, start, length):
    folded = searchable(content)
    wanted = folded[start : start + length].strip()
    if not wanted:
        return
    html = excerpt_html(Excerpted(content, f"<p>{escape(content)}</p>"), [wanted])
    marked = unescape("".join(re.findall("<mark>(.*?)</mark>", html, re.DOTALL)))
    assert wanted in searchable(marked) or wanted in searchable("".join(graphemes(marked)))
    plain = unescape(re.sub("</?mark>", "", html))
    assert "".join(plain.split()) == "".join(content.split())


@settings(max_examples=1_500, deadline=None, derandomize=True)
@given(TEXTS)
def test_folding_grapheme_by_grapheme_is_folding(content):
    content = unicodedata.normalize("NFC", content)
    assert "".join(fold(one) for one in graphemes(content)) == fold(content)
