"""What the text in the search box means."""

from datetime import date

import pytest

from messaging.search.language import Days, Term, TermKind, days_meant, parse

TODAY = date(2026, 11, 29)


def meant(query: str) -> list[str]:
    """Return each term as ``kind text``, with a minus if it is excluded."""
    return [f"{'-' * term.is_excluded}{term.kind} {term.text}" for term in parse(query)]


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("hello world", ["word hello", "word world"]),
        ("  日本語　検索  ", ["word 日本語", "word 検索"]),
        ("a a A", ["word a", "word A"]),
        (
            "C++ #hash a_b ABC-1234 foo() x=1",
            [f"word {one}" for one in ["C++", "#hash", "a_b", "ABC-1234", "foo()", "x=1"]],
        ),
        ("https://example.org/a?b=c", ["word https://example.org/a?b=c"]),
        ("x@example.org", ["word x@example.org"]),
        (
            "rea* 東京* a* ** *bold* SELECT *",
            ["word rea", "word 東京", "word a*", "word **", "word *bold*", "word SELECT", "word *"],
        ),
        (
            "<<< ??? \\/ 10.100.200.101 v1.2.3 user-123 #v2.1",
            [f"word {one}" for one in ["<<<", "???", "\\/", "10.100.200.101", "v1.2.3", "user-123", "#v2.1"]],
        ),
        ("don't o’clock", ["word don't", "word o’clock"]),
        ("🎉👍🏽", ["word 🎉👍🏽"]),
        ("\u200d \ufe0f", []),
        ("", []),
    ],
)
def test_words_are_what_is_between_blanks(query, terms):
    assert meant(query) == terms


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ('"hello  world" x', ["phrase hello world", "word x"]),
        ("„hallo welt“ x", ["phrase hallo welt", "word x"]),
        ("„hallo welt” x", ["phrase hallo welt", "word x"]),
        ("“hello world” x", ["phrase hello world", "word x"]),
        ("”hej du” x", ["phrase hej du", "word x"]),
        ("« bonjour le monde » x", ["phrase bonjour le monde", "word x"]),
        ("»hallo welt« x", ["phrase hallo welt", "word x"]),
        ("「東京 駅」タワー", ["phrase 東京 駅", "word タワー"]),
        ("『本』", ["phrase 本"]),
        ("＂full width＂ x", ["phrase full width", "word x"]),
        ('"foo", "bar".', ["phrase foo", "phrase bar"]),
        ('"" x', ["word x"]),
        ('" "', []),
    ],
)
def test_quotation_marks_of_every_kind_make_a_phrase(query, terms):
    assert meant(query) == terms


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ('"hello wor', ["phrase hello wor"]),
        ("「東京", ["phrase 東京"]),
        ('from:"Mira K', ["from Mira K"]),
        ('"', []),
        ('5" pipe', ['word 5"', "word pipe"]),
        ('say "hi', ["word say", "phrase hi"]),
    ],
)
def test_an_unclosed_quotation_ends_with_the_text(query, terms):
    assert meant(query) == terms


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ('"say "hi" now" x', ['phrase say "hi" now', "word x"]),
        ('"key":"value" x', ['phrase key":"value', "word x"]),
        ("«il a dit «oui» hier» x", ["phrase il a dit «oui» hier", "word x"]),
        ("“say “hi” now” x", ["phrase say “hi” now", "word x"]),
        ('“say "hi" now” x', ['phrase say "hi" now', "word x"]),
        ("「彼は「はい」と」x", ["phrase 彼は「はい」と", "word x"]),
        (r'"C:\" x', ["phrase C:\\", "word x"]),
        ('"foo "bar"', ['phrase foo "bar"']),
    ],
)
def test_quotations_may_be_in_quotations(query, terms):
    assert meant(query) == terms


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("-foo", ["-word foo"]),
        ("－foo −bar", ["-word foo", "-word bar"]),
        ('-"a b"', ["-phrase a b"]),
        ("-「東京」", ["-phrase 東京"]),
        ("-from:mira -in:kitchen -has:link", ["-from mira", "-in kitchen", "-has link"]),
        ("-京 -🎉 -#hash", ["-word 京", "-word 🎉", "-word #hash"]),
        ("- foo", ["word -", "word foo"]),
        ("--force -> -- -_-", ["word --force", "word ->", "word --", "word -_-"]),
        ("well-known a-b", ["word well-known", "word a-b"]),
    ],
)
def test_a_minus_excludes_what_follows_if_that_says_something(query, terms):
    assert meant(query) == terms


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("from:mira", ["from mira"]),
        ('FROM:"Mira K" x', ["from Mira K", "word x"]),
        ("From:「美咲」 x", ["from 美咲", "word x"]),
        ("from:@mira in:#general", ["from @mira", "in #general"]),
        ("from: mira", ["from mira"]),
        ('in: "Big hall" x', ["in Big hall", "word x"]),
        ("from：mira", ["from mira"]),
        ("ｆｒｏｍ：mira", ["from mira"]),
        ("İN:mutfak ın:mutfak", ["in mutfak"]),
        ("has:link HAS:Link", ["has link", "has Link"]),
        ("mentions:me", ["mentions me"]),
        ("before:2026-11-29 after:2026 on:today", ["before 2026-11-29", "after 2026", "on today"]),
        ("on: today on: what", ["on today", "word on:", "word what"]),
        ("before:lunch", ["before lunch"]),
    ],
)
def test_operators_in_any_case_and_width_take_a_word_or_a_phrase(query, terms):
    assert meant(query) == terms


@pytest.mark.parametrize(
    "query", ["foo:bar", "has:cheese", "http://a", "from:", "in:", "login:me", "::after", "xfrom:mira"]
)
def test_what_is_no_operator_is_a_word(query):
    assert parse(query) == [Term(TermKind.WORD, query)]


@pytest.mark.parametrize(
    "query", ['"' * 256, "-" * 256, '"a ' * 85, "“" * 256, ":" * 256, "-a " * 85, '" ' * 128, "from:" * 51]
)
def test_every_text_is_read_at_once_and_never_refused(query):
    assert all(len(term.text) <= 256 for term in parse(query))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026-11-29", ((2026, 11, 29), (2026, 11, 30))),
        ("2026-1-2", ((2026, 1, 2), (2026, 1, 3))),
        ("2026/11/29", ((2026, 11, 29), (2026, 11, 30))),
        ("29.11.2026", ((2026, 11, 29), (2026, 11, 30))),
        ("２０２６-01-02", ((2026, 1, 2), (2026, 1, 3))),
        ("2026-11", ((2026, 11, 1), (2026, 12, 1))),
        ("2026-12", ((2026, 12, 1), (2027, 1, 1))),
        ("2026", ((2026, 1, 1), (2027, 1, 1))),
        ("today", ((2026, 11, 29), (2026, 11, 30))),
        ("Yesterday", ((2026, 11, 28), (2026, 11, 29))),
    ],
)
def test_days_are_dates_months_years_and_two_words(text, days):
    assert days_meant(text, TODAY) == Days(date(*days[0]), date(*days[1]))


@pytest.mark.parametrize(
    "text", ["lunch", "2026-13-01", "2026-02-30", "0000-01-01", "9999-12-31", "11/29/2026", "٢٠٢٦", ""]
)
def test_nothing_else_is_a_day(text):
    assert days_meant(text, TODAY) is None
