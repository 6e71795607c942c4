"""Slack's rich text: sections, lists, quotes and code, each of spans with a style."""

import re
from collections.abc import Callable, Mapping

from messaging.webhooks.incoming.slack.emoji import with_emoji
from messaging.webhooks.incoming.slack.mrkdwn import fenced, link, marked, quoted
from messaging.webhooks.incoming.slack.reading import (
    Given,
    joined,
    literal,
    object_of,
    objects_of,
    storable,
    text_of,
    words,
)

_STYLES = {"code": "`", "strike": "~~", "italic": "_", "bold": "**"}
_CODE_POINTS = re.compile(r"(?:10|[0-9a-f])?[0-9a-f]{2,4}(?:-(?:10|[0-9a-f])?[0-9a-f]{2,4})*", re.IGNORECASE)
_DEEPEST = 4


def rich_text(block: Given) -> str:
    """Return the Markdown of a block of rich text."""
    return joined("\n", map(_part, objects_of(block, "elements")))


def _part(part: Given) -> str:
    kind = text_of(part, "type")
    if kind == "rich_text_list":
        return _list(part)
    text = _spans(part, styled=kind != "rich_text_preformatted")
    if kind == "rich_text_preformatted":
        return fenced(text)
    return quoted(text) + "\n" if kind == "rich_text_quote" else text


def _list(part: Given) -> str:
    is_ordered = text_of(part, "style") == "ordered"
    depth = part.get("indent")
    indent = "   " * (depth if isinstance(depth, int) and 0 <= depth <= _DEEPEST else 0)
    items = [_spans(item).replace("\n", " ") for item in objects_of(part, "elements")]
    return "\n".join(f"{indent}{f'{n}.' if is_ordered else '-'} {item}" for n, item in enumerate(items, 1))


def _spans(part: Given, *, styled: bool = True) -> str:
    return "".join(_span(span, styled=styled) for span in objects_of(part, "elements"))


def _span(span: Given, *, styled: bool) -> str:
    if not styled:
        return text_of(span, "text") or text_of(span, "url")
    show = _SPANS.get(text_of(span, "type"))
    style = object_of(span, "style")
    shown = literal if style.get("code") is True else words
    text = show(span) if show else shown(text_of(span, "text"))
    for name, mark in _STYLES.items():
        if style.get(name) is True and "`" not in text:
            text = marked(mark, text)
    return text


def _emoji(span: Given) -> str:
    points = text_of(span, "unicode")
    if not _CODE_POINTS.fullmatch(points):
        return with_emoji(f":{text_of(span, 'name')}:")
    return storable("".join(chr(int(point, 16)) for point in points.split("-")))


_SPANS: Mapping[str, Callable[[Given], str]] = {
    "link": lambda span: link(text_of(span, "url"), text_of(span, "text")),
    "emoji": _emoji,
    "user": lambda span: "@" + text_of(span, "user_id"),
    "usergroup": lambda span: "@" + text_of(span, "usergroup_id"),
    "channel": lambda span: "#" + text_of(span, "channel_id"),
    "broadcast": lambda span: "@" + text_of(span, "range"),
    "date": lambda span: words(text_of(span, "fallback")),
    "color": lambda span: text_of(span, "value"),
}
