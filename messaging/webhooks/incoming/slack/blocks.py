"""Slack's blocks (docs.slack.dev/reference/block-kit/blocks) as Markdown. What only works in Slack is left out."""

from collections.abc import Callable, Iterator, Mapping

from messaging.webhooks.incoming.slack.mrkdwn import link, markdown, marked
from messaging.webhooks.incoming.slack.reading import Given, joined, object_of, objects_of, text_of, words
from messaging.webhooks.incoming.slack.rich_text import rich_text

RULE = "———"


def blocks_of(given: Given) -> Iterator[str]:
    """Yield the Markdown of each block of a message or an attachment."""
    for block in objects_of(given, "blocks"):
        show = _BLOCKS.get(text_of(block, "type"))
        yield show(block).strip("\n") if show else ""


def buttons_of(given: Given, name: str) -> str:
    """Return the buttons that lead somewhere; what others would do, only Slack can."""
    return joined(" · ", map(_element, objects_of(given, name)))


def _text(given: Given, name: str) -> str:
    """Return the text object called ``name``; a string stands for one in ``mrkdwn``."""
    if isinstance(given.get(name), str):
        return markdown(text_of(given, name))
    return _text_object(object_of(given, name))


def _text_object(given: Given) -> str:
    text = text_of(given, "text")
    return words(text) if text_of(given, "type") == "plain_text" else markdown(text)


def _element(element: Given) -> str:
    kind = text_of(element, "type")
    if kind == "button":
        address = text_of(element, "url")
        return link(address, _label(element)) if address else ""
    return _image(element) if kind == "image" else ""


def _label(element: Given) -> str:
    value = element.get("text")
    return text_of(element if isinstance(value, str) else object_of(element, "text"), "text")


def _image(image: Given) -> str:
    address, alt = text_of(image, "image_url"), text_of(image, "alt_text")
    return link(address, text_of(object_of(image, "title"), "text") or alt) if address else words(alt)


def _header(block: Given) -> str:
    return marked("**", words(" ".join(text_of(object_of(block, "text"), "text").split())))


def _section(block: Given) -> str:
    fields = map(_text_object, objects_of(block, "fields"))
    return joined("\n", [_text(block, "text"), *fields, _element(object_of(block, "accessory"))])


def _context(block: Given) -> str:
    return joined(" ", (_text_object(one) for one in objects_of(block, "elements") if "text" in one))


def _video(block: Given) -> str:
    title = text_of(object_of(block, "title"), "text")
    address = text_of(block, "title_url") or text_of(block, "video_url")
    return joined("\n", [link(address, title), _text(block, "description")])


_BLOCKS: Mapping[str, Callable[[Given], str]] = {
    "header": _header,
    "section": _section,
    "context": _context,
    "divider": lambda block: RULE,
    "image": _image,
    "actions": lambda block: buttons_of(block, "elements"),
    "rich_text": rich_text,
    "video": _video,
    "markdown": lambda block: text_of(block, "text"),
}
