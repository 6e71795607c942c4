"""What people type becomes safe HTML."""

import re
from html.parser import HTMLParser
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from messaging.markup import render, render_markdown

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
        ("```Python x\na\n```", '<pre><code class="language-python">a\n</code></pre>'),
        ('```py" onclick="x\na\n```', "<pre><code>a\n</code></pre>"),
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


def test_a_link_without_a_target_is_shown_as_typed():
    assert render("[a]() and [*b*](https://c.d/)").startswith("<p>[a]() and <a href=")


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


@pytest.mark.parametrize("piece", ["[", "![[", "*a", "*_", "[a](", "http://a.b/(", "> ", "- > ", "`", "~~a", "<", "\\"])
def test_hostile_text_costs_a_bounded_time(piece):
    start = process_time()
    render((piece * 4000)[:4000])
    assert process_time() - start < 0.5
