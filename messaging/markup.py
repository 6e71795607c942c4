"""From what people type to the HTML that others see: a small, safe part of Markdown, rendered once on write."""

import re
from collections.abc import Sequence
from typing import Final

import nh3
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

# Grows when the same text would be rendered differently; ``manage.py rerender_messages`` then brings old ones along.
RENDER_VERSION: Final = 1

_RULES = [
    "autolink",
    "backticks",
    "blockquote",
    "emphasis",
    "escape",
    "fence",
    "link",
    "linkify",
    "list",
    "newline",
    "strikethrough",
]
MARKS_PER_MESSAGE: Final = 40
_LINK = re.compile(r"https?://|mailto:", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z0-9+#.-]{1,30}")

# What the rules above could act upon, or the sanitiser escape. Most of a chat holds nothing of it.
_SPECIAL = re.compile(
    r"[\\`*_~\[\]<>&]"  # spans, links, escapes, markup
    r"|://|mailto:"  # links
    r"|^[\s\d>+#=|-]"  # lists, quotes, indented lines, empty lines
    r"|[^\S \n]|[ ]$|\n\Z|\A\Z"  # nothing, and white space that is trimmed, escaped, or breaks a line
    r"|[\x00-\x09\x0b-\x1f\x7f-\x9f]",
    re.MULTILINE | re.IGNORECASE,
)


def render(content: str) -> str:
    """Return the sanitised HTML of a message."""
    if _SPECIAL.search(content):
        return render_markdown(content)
    return f"<p>{content}</p>\n".replace("\n", "<br>\n", content.count("\n"))


def markup_weight(content: str) -> int:
    """Return how many plain messages the rendering of ``content`` weighs, beyond the one that it is.

    Four thousand characters chosen to be slow take 130 ms: a thousand times as long as plain ones.
    """
    return len(_SPECIAL.findall(content)) // MARKS_PER_MESSAGE


def render_markdown(content: str) -> str:
    """Return the sanitised HTML of a message, whatever it holds."""
    return _cleaner.clean(_markdown.render(content))


class _Renderer(RendererHTML):
    """Writes what differs from markdown-it: a language becomes a class only if it is a word, a link must lead away."""

    def link_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Return a link's start; one without a target, as in ``[a]()``, is shown as it was typed."""
        env["has_target"] = bool(tokens[idx].attrGet("href"))
        return self.renderToken(tokens, idx, options, env) if env["has_target"] else "["

    def link_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Return a link's end; links are never nested."""
        return self.renderToken(tokens, idx, options, env) if env["has_target"] else "]()"

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Return a block of code."""
        words = tokens[idx].info.split()
        language = words[0].lower() if words else ""
        tokens[idx].info = language if _LANGUAGE.fullmatch(language) else ""
        return super().fence(tokens, idx, options, env)


def _allowed_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class" and not _LANGUAGE.fullmatch(value.removeprefix("language-")):
        return None
    return value


def _new_markdown() -> MarkdownIt:
    markdown = MarkdownIt("zero", {"linkify": True, "breaks": True, "html": False}, renderer_cls=_Renderer)
    markdown.enable(_RULES)
    # Only what says that it is a link: half of all file names end like a domain ("notes.md", "setup.py").
    linkify = LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    for schema in ("//", "ftp:"):
        linkify.add(schema, None)
    markdown.linkify = linkify
    markdown.validateLink = lambda url: bool(_LINK.match(url))  # type: ignore[method-assign]
    return markdown


_markdown = _new_markdown()
_cleaner = nh3.Cleaner(
    tags={"p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"},
    attributes={"a": {"href", "title"}, "ol": {"start"}, "code": {"class"}},
    attribute_filter=_allowed_attribute,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer nofollow ugc",
)
