"""Slack's attachments (docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments) as Markdown."""

import colorsys
import re

from messaging.webhooks.incoming.slack.blocks import blocks_of, buttons_of
from messaging.webhooks.incoming.slack.mrkdwn import link, markdown, marked, quoted
from messaging.webhooks.incoming.slack.reading import Given, decoded, joined, objects_of, text_of, words

_NAMED = {"good": "🟢", "warning": "🟠", "danger": "🔴"}
_HUES = ((20, "🔴"), (45, "🟠"), (70, "🟡"), (170, "🟢"), (260, "🔵"), (330, "🟣"), (361, "🔴"))
_HEX = re.compile(r"#?([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})")
_GREY = 0.25


def attachment(given: Given) -> str:
    """Return an attachment: its pretext, and the rest as a quote that begins with a dot in its colour."""
    dot, pretext = _dot(text_of(given, "color")), markdown(text_of(given, "pretext"))
    body = joined("\n", [*_parts(given), *blocks_of(given)])
    if not body and not pretext:
        body = markdown(text_of(given, "fallback"))
    return joined("\n\n", [pretext, quoted(_with_dot(body, dot)) if body else ""])


def _parts(given: Given) -> list[str]:
    picture = _line(given, "image_url") or _line(given, "thumb_url")
    return [
        link(_line(given, "author_link"), _line(given, "author_name")),
        marked("**", link(_line(given, "title_link"), _line(given, "title"))),
        markdown(text_of(given, "text")),
        *map(_field, objects_of(given, "fields")),
        link(picture) if picture else "",
        buttons_of(given, "actions"),
        marked("_", markdown(text_of(given, "footer"))),
    ]


def _field(field: Given) -> str:
    title, value = words(_line(field, "title")).removesuffix(":"), markdown(text_of(field, "value")).strip()
    return joined("\n" if "\n" in value else " ", [marked("**", f"{title}:") if title else "", value])


def _line(given: Given, name: str) -> str:
    """Return text that is no ``mrkdwn`` and has one line."""
    return " ".join(decoded(text_of(given, name)).split())


def _with_dot(body: str, dot: str) -> str:
    return joined("\n" if body.startswith(("```", "- ", "> ")) else " ", [dot, body])


def _dot(colour: str) -> str:
    """Return a dot in the hue of a colour; none without one, and for greys."""
    found = _HEX.fullmatch(colour)
    if not found:
        return _NAMED.get(colour, "")
    hue, saturation, _value = colorsys.rgb_to_hsv(*(int(part, 16) / 255 for part in found.groups()))
    return next(dot for end, dot in _HUES if hue * 360 < end) if saturation >= _GREY else ""
