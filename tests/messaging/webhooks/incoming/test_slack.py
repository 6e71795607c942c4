"""Slack's format becomes Markdown that reads as it was meant."""

import json
import re
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatsite.contract.errors import InvalidInput
from messaging.markup import render
from messaging.markup.mentions import MENTION, Names
from messaging.webhooks.incoming.slack.emoji import with_emoji
from messaging.webhooks.incoming.slack.message import message_text
from messaging.webhooks.incoming.slack.mrkdwn import markdown
from tests.messaging.webhooks.incoming.payloads import SENDERS

MOST = 4_000


@pytest.mark.parametrize("sender", SENDERS)
def test_what_a_sender_posts_is_readable(sender):
    payload, text = SENDERS[sender]
    assert message_text(payload, MOST) == text


@pytest.mark.parametrize("sender", SENDERS)
def test_every_link_of_a_sender_is_a_link(sender):
    html = render(message_text(SENDERS[sender].payload, MOST))
    assert "](" not in html
    assert "**" not in html


@pytest.mark.parametrize(
    ("slack", "ours"),
    [
        ("plain", "plain"),
        ("*bold* and _italic_ and ~gone~", "**bold** and _italic_ and ~~gone~~"),
        ("*_both_*", "**_both_**"),
        ("2*3*4 and a*b and * c *", "2*3*4 and a*b and * c *"),
        ("**ours**", "**ours**"),
        ("(*bold*), *bold*: ~x~.", "(**bold**), **bold**: ~~x~~."),
        ("*two\nlines*", "*two\nlines*"),
        ("`*code*` and ```*block*```", "`*code*` and\n```\n*block*\n```"),
        ("a ```x``` b", "a\n```\nx\n```\nb"),
        ("```\nx\n```\n```y```", "```\nx\n```\n\n```\ny\n```"),
        ("`a &lt; b`", "`a < b`"),
        ("```if a &lt; b &amp;&amp; c```", "```\nif a < b && c\n```"),
        ("`<https://x.example|x.example>`", "`https://x.example`"),
        ("`<b>`", "`<b>`"),
        ("&amp;lt; &lt;b&gt;", "&lt; <b>"),
        ("<https://x.example>", "<https://x.example>"),
        ("<https://x.example|here>", "[here](https://x.example)"),
        ("*<https://x.example|here>*", "**[here](https://x.example)**"),
        ("<https://x.example/?a=1&amp;b=2|a &amp; b>", "[a & b](https://x.example/?a=1&b=2)"),
        ("<https://x.example | padded>", "[padded](https://x.example)"),
        ("<mailto:ada@x.example|Ada>", "[Ada](mailto:ada@x.example)"),
        ("<https://x.example/a b(c)|y>", "[y](https://x.example/a%20b%28c%29)"),
        ("<https://x.example/a\u3000b|y>", "[y](https://x.example/a%E3%80%80b)"),
        ("https://x.example/*a*_b_~c~", "https://x.example/*a*_b_~c~"),
        ("<@U123> <@U123|ada> <@12>", "@U123 @ada @12"),
        ("<#C1|general> <#C1>", "#general #C1"),
        ("<!here> <!channel> <!everyone>", "@here @channel @everyone"),
        ("<!subteam^S1|@ops> <!subteam^S1>", "@ops @subteam"),
        ("<!date^1392734382^{date}|18 Feb>", "18 Feb"),
        ("<div> <a|b>", "<div> <a|b>"),
        ("&gt; quoted\nnot quoted", "> quoted\n\nnot quoted"),
        ("&gt; one\n&gt; two", "> one\n> two"),
        ("&gt;&gt;&gt; all\nof it", "> all\n> of it"),
        ("```&gt; a\nb```", "```\n> a\nb\n```"),
        ("• one\n• two", "• one\n• two"),
        ("[x](https://evil.example)", "[x] (https://evil.example)"),
        ("", ""),
        (":rocket: Deployed :+1::TADA:", "🚀 Deployed 👍🎉"),
        ("*:x: failed*, (:warning:)", "**❌ failed**, (⚠️)"),
        ("完了:rocket: :large_green_circle:", "完了🚀 🟢"),
        ("10:30:45 a:on:b :nowhere: :: :rocket", "10:30:45 a:on:b :nowhere: :: :rocket"),
        ("`:rocket:` and ```:rocket:```", "`:rocket:` and\n```\n:rocket:\n```"),
        (
            "https://x.example/:rocket: <https://x.example/:x:|:x:>",
            "https://x.example/:rocket: [❌](https://x.example/:x:)",
        ),
    ],
)
def test_slacks_markup_is_ours(slack, ours):
    assert markdown(slack) == ours


@pytest.mark.parametrize(
    "text",
    [
        "<javascript:alert(1)|Click>",
        "<JavaScript:alert(1)>",
        "<data:text/html,x|Click>",
        "<https://good.example](javascript:alert(1)|Click>",
        "[Click](javascript:alert(1))",
        "<https://good.example|a](javascript:alert(1)) [b>",
        "<vbscript:x|y>",
        "<https://x.example/\"onclick='alert(1)'|y>",
        "<script>alert(1)</script>",
    ],
)
def test_no_link_leads_to_a_script(text):
    payload = {"text": text, "attachments": [{"title": text, "title_link": text.strip("<>").partition("|")[0]}]}
    html = render(message_text(payload, MOST))
    assert not re.search(r'href="(?!https?://|mailto:)', html)
    assert "<script" not in html
    assert not re.search(r"<[^>]*onclick", re.sub(r'"[^"]*"', "", html))


@pytest.mark.parametrize(
    "label", ["x](https://evil.example) [y", "[", "]", "x\\", "[[x]]", "x [y", "`x", "https://good.example"]
)
def test_a_label_makes_no_link_to_elsewhere(label):
    html = render(markdown(f"<https://real.example|{label}>"))
    targets = set(re.findall(r'href="([^"]*)"', html))
    assert targets <= {"https://real.example", "https://good.example", "https://evil.example"}
    for target, words in re.findall(r'href="([^"]*)"[^>]*>(.*?)</a>', html):
        assert target == "https://real.example" or words == target


@pytest.mark.parametrize("text", ["<@12>", "&lt;@12&gt;", "`&lt;@12&gt;`", "```<@room>```", "&lt;@room&gt;"])
def test_slacks_format_mentions_no_one_of_ours(text):
    payload = {
        "text": text,
        "attachments": [
            {"title": text, "fallback": text, "footer": text, "fields": [{"title": text, "value": text}]},
            {"blocks": [{"type": "header", "text": {"type": "plain_text", "text": "<@12>"}}]},
        ],
    }
    names = Names(people={12: type("Named", (), {"name": "Ada"})()}, may_call_room=True)
    text = message_text(payload, MOST)
    render(text, names)
    assert not MENTION.search(text)
    assert not names.names_someone


@pytest.mark.parametrize(
    "payload",
    [
        {"text": {"a": 1}},
        {"text": ["a"]},
        {"text": True},
        {"blocks": "x"},
        {"blocks": {"type": "section"}},
        {"blocks": ["x"]},
        {"blocks": [{"type": ["section"]}]},
        {"blocks": [{"type": "section", "text": 7}]},
        {"blocks": [{"type": "section", "fields": [None]}]},
        {"blocks": [{"type": "section", "accessory": []}]},
        {"blocks": [{"type": "header", "text": {"text": {}}}]},
        {"blocks": [{"type": "rich_text", "elements": [[]]}]},
        {"blocks": [{"type": "rich_text", "elements": [{"elements": [{"type": "text", "text": []}]}]}]},
        {"attachments": {}},
        {"attachments": [{"fields": [{"value": {}}]}]},
        {"attachments": [{"color": []}]},
        {"attachments": [{"actions": "x"}]},
        {"attachments": [{"blocks": [3]}]},
    ],
)
def test_a_value_of_the_wrong_type_is_named(payload):
    with pytest.raises(InvalidInput, match=r'^"\w+" must be a'):
        message_text(payload, MOST)


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"text": ""},
        {"blocks": [{"type": "divider"}, {"type": "input"}, {}]},
        {"attachments": [{}]},
        {"attachments": [{"color": "danger"}]},
        {"blocks": None, "attachments": None, "text": None},
    ],
)
def test_what_says_nothing_is_empty(payload):
    assert message_text(payload, MOST) == ""


def test_text_stands_in_for_blocks_that_show_nothing():
    assert message_text({"text": "*seen*", "blocks": [{"type": "new"}]}, MOST) == "**seen**"


def test_a_fallback_stands_in_for_an_attachment_that_shows_nothing():
    assert message_text({"attachments": [{"fallback": "down <https://x.example|x>"}]}, MOST) == (
        "> down [x](https://x.example)"
    )


def test_what_cannot_be_stored_is_left_out():
    assert message_text({"text": "a\x00b\x1b[0m\ud800\udc00c"}, MOST) == "ab[0mc"


def test_an_emoji_of_characters_that_cannot_be_stored_is_left_out():
    spans = [{"type": "text", "text": "a"}, {"type": "emoji", "name": "x", "unicode": "0000-d800-1f600-7f"}]
    section = {"type": "rich_text_section", "elements": spans}
    assert message_text({"blocks": [{"type": "rich_text", "elements": [section]}]}, MOST) == "a😀"


@pytest.mark.parametrize("kind", ["section", "video"])
def test_nothing_stands_for_a_part_that_is_set_apart(kind):
    block = {"type": kind, "text": "a\x007\x00b", "description": "a\x007\x00b"}
    assert message_text({"blocks": [block]}, MOST) == "a7b"


def test_many_parts_cost_no_more_than_are_shown():
    block = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 50}}
    assert len(message_text({"blocks": [block] * 10_000, "attachments": [{"text": "y"}] * 10_000}, MOST)) < 3 * MOST


MARKS = st.text("*_~`<>|@#!&;[]()\\\n\x00\x01 ab1:/.h", max_size=60) | st.text(max_size=30)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | MARKS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(MARKS, inner, max_size=4),
    max_leaves=20,
)
KEYS = st.sampled_from([
    "type", "text", "blocks", "attachments", "elements", "fields", "accessory", "title", "title_link", "value",
    "url", "style", "indent", "color", "actions", "image_url", "alt_text", "unicode", "name", "fallback", "pretext",
    "author_name", "footer", "description", "user_id", "range", "bold", "code",
])  # fmt: skip
TYPES = st.sampled_from([
    "header", "section", "context", "divider", "image", "actions", "rich_text", "video", "markdown", "button",
    "mrkdwn", "plain_text", "rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted",
    "text", "link", "emoji", "user", "date", "ordered", "danger", "#ff0000", "1f389", "110000", "d800",
])  # fmt: skip
SLACKISH = st.recursive(
    MARKS | TYPES | st.booleans() | st.integers(-2, 10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=30,
)
PAYLOADS = st.dictionaries(st.sampled_from(["text", "blocks", "attachments"]), JSON | st.lists(SLACKISH, max_size=3))


@given(PAYLOADS)
def test_any_payload_is_a_message_or_named_as_wrong(payload: dict[str, Any]):
    try:
        text = message_text(payload, MOST)
    except InvalidInput:
        return
    text.encode()
    assert "\x00" not in text
    assert not MENTION.search(text)
    json.dumps(render(text[:MOST]))


@given(MARKS)
def test_any_text_keeps_its_words(text: str):
    shown = markdown(text.replace("\x00", "").replace("\x01", ""))
    assert set(re.findall("[ab]", text)) <= set(shown) | set("ab" if "|" in text else "")


def test_emoji_have_their_names_in_plain_text_and_not_in_code():
    code = {"type": "text", "text": ":rocket:", "style": {"code": True}}
    spans = [{"type": "emoji", "name": "rocket"}, {"type": "text", "text": " :tada: `:x:` "}, code]
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": ":fire: Down"}},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": spans}]},
    ]
    assert message_text({"blocks": blocks}, MOST) == "**🔥 Down**\n\n🚀 🎉 `:x:` `:rocket:`"


@pytest.mark.parametrize("text", ["`" * 60_000, "a" * 60_000, ":a:" * 20_000 + "x", ":" * 60_000, ":a" * 30_000])
def test_looking_for_emoji_takes_no_long(text):
    started = time.process_time()
    with_emoji(text)
    assert time.process_time() - started < 1
