"""What people type becomes safe HTML."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from time import process_time
from urllib.parse import unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chatsite.text.visibility import has_visible
from messaging.markup import MAX_HTML_BYTES, markup_weight, render, render_markdown
from messaging.markup.blocks import LANGUAGES, MAX_NESTING
from messaging.models import MAX_CONTENT_CHARS

REL = ' rel="noopener noreferrer nofollow ugc"'
ALLOWED = {"p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("hello", "<p>hello</p>"),
        ("a\nb", "<p>a<br>\nb</p>"),
        ("a\n\nb", "<p>a</p>\n<p>b</p>"),
        ("*a* **b** ~~c~~ `d`", "<p><em>a</em> <strong>b</strong> <s>c</s> <code>d</code></p>"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>'),
        ("```\na < b\n```", "<pre><code>a &lt; b\n</code></pre>"),
        ("```Python\na\n```", '<pre><code class="language-python">a\n</code></pre>'),
        ("```Python x\na\n```", "<pre><code>Python x\na\n</code></pre>"),
        ('```py" onclick="x\na\n```', '<pre><code>py" onclick="x\na\n</code></pre>'),
        ("[a](https://b.org)", f'<p><a href="https://b.org"{REL}>a</a></p>'),
        ("https://b.org/?c=1&d.", f'<p><a href="https://b.org/?c=1&amp;d"{REL}>https://b.org/?c=1&amp;d</a>.</p>'),
        ("<https://b.org>", f'<p><a href="https://b.org"{REL}>https://b.org</a></p>'),
        ("notes.md www.a.org a@b.org //a.org", "<p>notes.md www.a.org a@b.org //a.org</p>"),
        ("# a", "<p># a</p>"),
        ("<b>a</b>", "<p>&lt;b&gt;a&lt;/b&gt;</p>"),
        ("&lt;", "<p>&amp;lt;</p>"),
        ("a | b\n--|--\nc | d", "<p>a | b<br>\n--|--<br>\nc | d</p>"),
        ("\\*a\\*", "<p>*a*</p>"),
        ("snake_case_name", "<p>snake_case_name</p>"),
    ],
)
def test_a_small_part_of_markdown(text, html):
    assert render(text).rstrip("\n") == html


@pytest.mark.parametrize(
    "text",
    [
        "![a](https://b.org/c.png)",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](data:text/html,x)",
        "[a](/admin/logout)",
        "[a](//evil.org)",
        "<javascript:alert(1)>",
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        '<a href="https://b.org" onclick="alert(1)">a</a>',
    ],
)
def test_nothing_else_gets_through(text):
    elements = parse(render(text))
    assert [element for element in elements if not is_safe(*element)] == []


def parse(html: str) -> list[tuple[str, dict[str, str | None]]]:
    found = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            found.append((tag, dict(attrs)))

    Reader().feed(html)
    return found


def is_safe(tag: str, attributes: dict[str, str | None]) -> bool:
    match tag, attributes:
        case "a", {"href": href, "rel": "noopener noreferrer nofollow ugc", **rest}:
            return bool(re.match(r"https?://|mailto:", href, re.IGNORECASE)) and rest.keys() <= {"title"}
        case "ol", {"start": start}:
            return start.isdigit()
        case "code", {"class": name}:
            return bool(re.fullmatch(r"language-[a-z0-9+#.-]{1,30}", name))
    return tag in ALLOWED and not attributes


MARKS = ["*", "**", "_", "~~", "`", "```", "```js\n", "> ", "- ", "1. ", "[a](", ")", "![", "\\", "|", "#", "=", "    "]
MARKUP = ["<", ">", "<a href=", '"', "'", "<script>", "<!--", "]]>", "&amp;", "&#x3c;"]
LINKS = ["javascript:", "https://a.b/", "mailto:", "//", "www.", ":", "."]
WORDS = ["a", "1", "é", "日本", "\U0001f600", " ", "\n", "\n\n", "\u00a0", "\u2028"]
SNIPPETS = st.sampled_from(MARKS + MARKUP + LINKS + WORDS)
TEXTS = st.one_of(st.text(max_size=60), st.lists(SNIPPETS, max_size=25).map("".join))


@given(TEXTS)
@example("[]()")
def test_whatever_is_typed_is_safe(text):
    assert [element for element in parse(render(text)) if not is_safe(*element)] == []


@given(TEXTS)
@example("a\nb")
@example("a  \nb")
@example('it\'s "so" (really); 5.5% of $3?')
@example("x\n")
def test_the_short_cut_for_plain_text_changes_nothing(text):
    assert render(text) == render_markdown(text)


# What people type is what others see


class Seen(HTMLParser):
    """What a reader sees of a message: its text, where its links lead, and how often each element is there."""

    def __init__(self, html: str):
        super().__init__()
        self.text, self.targets, self.elements = "", "", Counter[str]()
        self.depth = self.deepest = 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements[tag] += 1
        self.targets += unquote(dict(attrs).get("href") or "")
        self.targets += dict(attrs).get("class", "").removeprefix("language-")
        self.depth += tag in ("blockquote", "ul", "ol")
        self.deepest = max(self.deepest, self.depth)

    def handle_endtag(self, tag):
        self.depth -= tag in ("blockquote", "ul", "ol")

    def handle_data(self, data):
        self.text += data


SCRIPTS = [
    "word", "слово", "λόγος", "کلمه", "שָׁלוֹם", "नमस्ते", "คำ", "말", "語。", "（注）", "「引」", "¯", "🩷",
    "\U00031350", "#", "%",
]  # fmt: skip
BLOCKS = [
    "+", ">", "1.", "1)", "-", "+ ", "> ", "2. ", "9. ", "007. ", "* * *", "```", "~~~",
    "```Error: disk full\n", "```py\n", "    ", "\t", "\n", "\n\n", "\n> ", "\n- ", "\n  - ", "\n3. ",
]  # fmt: skip
SPANS = [
    "*", "**", "_", "__", "~~", "~~~", "`", "``", "\\", "\\\\", "\\*", "\\_", "[", "]", "(", ")", "](", "[]",
    "()", '"', "<", "&amp;", "&nbsp;", "&#0;", "<b>", "[a]: ", '[a](https://a.b "title")', "[](https://a.b/x)",
    "[a](https://a.b/ü)", "<https://a.b/%41>", "https://a.b/c", "http://[::1]/", "http://a_b.c/",
    "mailto:a@b.c", "\u200b", "\u00a0", " ", " ",
]  # fmt: skip
PIECES = st.sampled_from(BLOCKS + SPANS + SCRIPTS)
TYPED = st.one_of(st.lists(PIECES, max_size=14).map("".join), st.text(max_size=40), TEXTS)
HARD = [
    "+", ">", "1.", "```Error: disk full\nsecond line\n```", "[](https://example.com/x)", r"¯\_(ツ)_/¯", "* * *",
    "- - -", r"¯\_(ツ)_/¯ ¯\_(ツ)_/¯", "> > > > > deep", "5. a\n5. b", "007. a", "1. a\n007. b", "```\n```",
    "` `", "**\u200b**", "a\\\nb", r"\\server\share", '[a](https://a.b "title")', "[a]: https://a.b", "- \n- ",
    "```py\n```\na", "> ```Error\n> a",
]  # fmt: skip


def visible(text: str) -> Counter[str]:
    return Counter(char for char in text if has_visible(char))


@pytest.mark.parametrize("text", HARD)
def test_hard_cases_are_seen(text):
    check_that_all_is_seen(text)


@settings(max_examples=300, deadline=None)
@given(TYPED)
def test_whatever_is_typed_is_seen(text):
    check_that_all_is_seen(text)


def check_that_all_is_seen(text: str) -> None:
    """A character that is not shown is a mark, and as many marks of its kind are applied as could have used it."""
    text = text.replace("\0", "\ufffd")
    seen = Seen(render(text))
    marks = allowance(text, seen.elements)
    missing = visible(text) - visible(seen.text + seen.targets)
    assert {char: (count, marks[char]) for char, count in missing.items() if count > marks[char]} == {}
    assert has_visible(seen.text) == has_visible(text)


def allowance(text: str, elements: Counter[str]) -> Counter[str]:
    """Return how many of each mark what is applied may stand for."""
    lines, escapes = text.count("\n") + text.count("\u2028") + 1, len(re.findall(r"\\[*_~`]", text))
    marks = Counter[str]()
    for char in "*_":
        marks[char] = 2 * elements["em"] + 4 * elements["strong"]
    for char in "*+-":
        marks[char] += elements["li"]
    marks["~"] = 4 * elements["s"] + (text.count("~") if elements["pre"] else 0)
    marks["`"] = text.count("`") if elements["code"] else 0
    marks[">"] = MAX_NESTING * lines * bool(elements["blockquote"]) + elements["a"]
    for char in "<[]()":
        marks[char] = elements["a"]
    for char in "0123456789.)":
        marks[char] += elements["li"] * (1 if char in ".)" else 9)
    marks["\\"] = escapes if escapes > 1 else 0
    return marks


@given(st.lists(st.sampled_from([*SCRIPTS[:6], "\\*", "\\_", "\\~", "\\`", "*", "_", " "]), max_size=8).map("".join))
@example("\\*a\\*")
@example("\\_ \\_")
def test_a_backslash_disappears_only_with_all_marks_of_its_kind_escaped(text):
    for mark in "*_~`":
        escaped = text.count(f"\\{mark}")
        if escaped == 1 or escaped < text.count(mark):
            assert f"\\{mark}" in Seen(render(text)).text or "`" in text or escaped == 0


@given(st.lists(st.integers(0, 10**9 - 1), min_size=1, max_size=6), st.sampled_from(".)"))
@example([5, 5], ".")
@example([1, 3, 4], ")")
def test_a_list_is_numbered_as_it_was_typed(numbers, sign):
    seen, shown = render("\n".join(f"{number}{sign} x" for number in numbers)), []
    for start, items in re.findall(r"<ol(?: start=\"(\d+)\")?>(.*?)</ol>", seen, re.DOTALL):
        shown += [int(start or 1) + place for place in range(items.count("<li>"))]
    assert shown == numbers


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("    if a:\n        b()", ["    if a:", "        b()"]),
        ("x\n\ty", ["x", "    y"]),
        ("- a\n      b", ["a", "    b"]),
        ("　全角", ["　全角"]),
    ],
)
def test_indentation_is_seen(text, lines):
    assert [line for line in Seen(render(text)).text.replace("\u00a0", " ").split("\n") if line] == lines


def test_the_languages_are_those_that_the_page_colours():
    script = Path("static/js/ui/conversation/code_colours.js").read_text()
    table = script[script.index("const NAMES = {") : script.index("};")]
    names = re.findall(r"^  (\w+):|\"([^\"]+)\"", table, re.MULTILINE)
    assert {first or second for first, second in names} | {"text", "txt", "plaintext"} == LANGUAGES


# Where a link ends

ADDRESSES = [
    "https://a.b", "https://a.b/c_d", "http://my_host.example/x", "http://[::1]", "http://[::1]:8000/x",
    "https://a.b/(x)", "https://de.example/wiki/Köln", "https://ja.example/日本語", "https://a.b/?x[]=1&y=~z",
    "https://bücher.example/", "mailto:ada@example.org", "https://a.b:8080/p?q=1#f",
]  # fmt: skip
BEFORE = ["", "see ", "（", "「", "、", "(", "**", "~~", "見て", '"', "<", "x\n", "😀"]
AFTER = [
    "", " ", ".", "...", ",", "!", "?", "?!", ")", "）", "」", "，", "。", "、", "～", "~~", "~~~", "**", '"', "'",
    ";", ":", ">", "…", "”", "»", "！", "؟", "।", "😀", "\u3000x", "\nx", "\u2028x",
]  # fmt: skip


@given(st.sampled_from(BEFORE), st.sampled_from(ADDRESSES), st.sampled_from(AFTER), st.sampled_from(["", "日本"]))
def test_an_address_ends_where_its_sentence_goes_on(before, address, after, tail):
    links = re.findall(r"<a href=[^>]*>(.*?)</a>", render(f"{before}{address}{after}{' ' * after.isascii()}{tail}"))
    assert [link.replace("&amp;", "&") for link in links] == [address]


@pytest.mark.parametrize("address", ["http://[::1]", "http://[2001:db8::1]:8000/x", "http://my_host.example/"])
def test_a_target_is_the_address_that_was_typed(address):
    assert f'<a href="{address}"' in render(address)


@pytest.mark.parametrize(
    "text", ["xhttp://a.b", "http://", "https://.", "http://-", "mailto:", "mailto:a", "ftp://a.b"]
)
def test_what_is_no_address_is_no_link(text):
    assert "<a" not in render(text)


USERS = ["", "@", "u:p@"]
HOSTS = ["a.b", "256.1.1.1", "1.2.3.4.5", "a%b", "a^b", "[::1]", "[zz]", "[::1", "xn--a", "a.b）", "日本.jp", "a_b"]
PORTS = ["", ":", ":80", ":65535", ":65536", ":99999", ":80a"]


@given(st.sampled_from(USERS), st.sampled_from(HOSTS), st.sampled_from(PORTS))
@example("", "a.b", ":99999")
@example("", "[zz]", "")
def test_words_never_stand_for_an_address_that_no_browser_opens(user, host, port):
    text = f"[words](http://{user}{host}{port})"
    seen = Seen(html := render(text))
    assert "<a " not in html.replace("<a href=", "")
    assert seen.text.strip() == "words" or text in seen.text
    assert "[" not in host or host in seen.text + seen.targets


@pytest.mark.parametrize("words", ["https://bank.example", "www.bank.example/login", "go to http://bank.example now"])
def test_words_that_name_another_site_are_no_link_to_this_one(words):
    assert 'href="https://evil.example"' not in render(f"[{words}](https://evil.example)").replace(
        '<a href="https://evil.example" rel="noopener noreferrer nofollow ugc">https://evil.example</a>', ""
    )
    assert f'<a href="https://www.bank.example/x"{REL}>' in render("[https://bank.example](https://www.bank.example/x)")


@given(
    st.sampled_from(["太字", "太字。", "「太字」", "（注）", "굵게.", "粗體！", "“引”"]),
    st.sampled_from(["*", "**", "~~"]),
    st.sampled_from(["", "次", "。", "「", " a", "グ"]),
    st.sampled_from(["", "次", "、", "）", "a "]),
)
@example("太字。", "**", "次", "")
def test_emphasis_holds_beside_the_punctuation_of_east_asia(words, mark, after, before):
    tag = {"*": "em", "**": "strong", "~~": "s"}[mark]
    assert f"<{tag}>{words}</{tag}>" in render(f"{before}{mark}{words}{mark}{after}")


# What it costs

FRAGMENTS = [
    "*", "**a ", "*a", "a* ", "*_", "_a_", "~~a", "~~~", "`", "`a", "``", "```\n", "\\", "\\*", "[", "]", "![[",
    "[a](", "[a](http://b", "[a](http://b.c)", "[[a]", "<", "<a", "<https://a", "<https://a>", "://",
    "http://a/(((", "http://a/([{", "http://a.b ", "http://a.b，", "http://a)", "mailto:", "mailto:a@", "https:",
    "> ", ">\n", "> a\n\n", ">>>>a\n\n", "- > ", "- ", "-\n", "- a\n", "- a\n  - b\n", "1. ", "1. a\n",
    "2. a\n1. a\n", "a\n", "\n\n", "    ", "&", "。*次", "\u200b", "e\u0301",
]  # fmt: skip


def repeated(fragment: str, length: int) -> str:
    return (fragment * length)[:length]


def seconds(text: str) -> float:
    def once() -> float:
        start = process_time()
        render_markdown(text)
        return process_time() - start

    return min(once(), once())


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_eight_times_the_text_takes_about_eight_times_as_long(fragment):
    short, long = seconds(repeated(fragment, 1_000)), seconds(repeated(fragment, 8_000))
    assert long < 24 * short + 0.005  # sixty-four times, where each mark looks at all the others


@given(st.sampled_from(FRAGMENTS), st.sampled_from(FRAGMENTS + SPANS))
@settings(max_examples=40, deadline=None)
def test_no_text_is_too_much_html_or_too_deep(one, other):
    html = render(repeated(one + other, MAX_CONTENT_CHARS))
    assert len(html.encode()) <= MAX_HTML_BYTES
    assert Seen(html).deepest <= MAX_NESTING


@pytest.mark.parametrize("char", ["&", "<", "\n", "a\n", "😀", "\u00a0", '"', "\x01", "&\n"])
def test_what_is_shown_as_typed_always_fits(char):
    html = render(repeated(char, MAX_CONTENT_CHARS))
    assert len(html.encode()) <= MAX_HTML_BYTES
    assert html == "" or html.startswith("<p>")


def test_what_is_slow_to_render_weighs_more():
    cost = {fragment: seconds(repeated(fragment, MAX_CONTENT_CHARS)) for fragment in FRAGMENTS}
    units = {fragment: markup_weight(repeated(fragment, MAX_CONTENT_CHARS)) + 4 for fragment in FRAGMENTS}
    prices = sorted(cost[fragment] / units[fragment] for fragment in FRAGMENTS)
    assert prices[-1] < 12 * prices[len(prices) // 2]


def test_plain_text_weighs_nothing_more_however_long():
    assert markup_weight(repeated("It rains. And how!\n", MAX_CONTENT_CHARS - 50) + "x") == 0
