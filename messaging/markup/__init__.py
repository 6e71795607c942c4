"""From what people type to the HTML that others see: a small, safe part of Markdown, rendered once on write."""

import re
from collections.abc import Sequence
from html import escape
from typing import Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from chatsite.text.cleaning import normalize_text
from chatsite.text.visibility import has_visible
from messaging.markup import blocks, links, mentions, spans
from messaging.markup.mentions import Names

# Grows when the same text would be rendered differently; ``manage.py rerender_messages`` then brings old ones along.
RENDER_VERSION: Final = 3

# Whatever makes more HTML than this is shown as it was typed, which never does: 4,000 times "&amp;".
MAX_HTML_BYTES: Final = 24_000
MARKS_PER_MESSAGE: Final = 100
ACTION: Final = "/me "
_ACTION: Final = ("<p><em", 'class="action">')
_PARAGRAPH = re.compile(r"<p>((?:(?!</?p>|<br>)[^\n])+)</p>\n")
_MARK = re.compile(r"[!#$%&*+:<=>@\[\]^_`{}~\\-]")
_SCHEME = re.compile(r"://|mailto:", re.IGNORECASE)
_LINK = re.compile(r"https?://|mailto:", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z0-9+#.-]{1,30}")

# What the rules of Markdown could act upon, or the sanitiser escape. Most of a chat holds nothing of it.
_SPECIAL = re.compile(
    r"[\\`*_~\[\]<>&]"  # spans, links, escapes, markup
    r"|://|mailto:"  # links
    r"|^[\s\d>+#=|-]"  # lists, quotes, indented lines, empty lines
    r"|[^\S \n]|[ ]$|\n\Z|\A\Z"  # nothing, and white space that is trimmed, escaped, or breaks a line
    r"|[\x00-\x09\x0b-\x1f\x7f-\x9f]",
    re.MULTILINE | re.IGNORECASE,
)


def render(content: str, names: Names | None = None) -> str:
    """Return the sanitised HTML of a message, which may mention ``names``."""
    if content.startswith(ACTION):
        return _action(content, names)
    if _SPECIAL.search(content):
        return render_markdown(content, names)
    return f"<p>{content}</p>\n".replace("\n", "<br>\n", content.count("\n"))


def _action(content: str, names: Names | None) -> str:
    """Return ``/me waves`` as something that its author does; of what is more than one line, what was typed."""
    html = render_markdown(content.removeprefix(ACTION), names)
    found = _PARAGRAPH.fullmatch(html)
    action = " ".join(_ACTION) + f"{found[1]}</em></p>\n" if found else ""
    if action and len(action.encode()) <= MAX_HTML_BYTES:
        return action
    return render_markdown(content, names)


def _as_typed(content: str) -> str:
    lines = escape(content.replace("\0", "\ufffd").strip(), quote=False)
    return "<p>" + lines.replace("\n", "<br>\n") + "</p>\n"


def markup_weight(content: str) -> int:
    """Return how many plain messages the rendering of ``content`` weighs, beyond the one that it is.

    Rendering takes time in proportion to the text: to each character that may be a mark, more to each line, which may
    begin a block, and most to each link. A unit is 0.1 to 0.7 ms, as much as a plain message costs in all.
    """
    if not _SPECIAL.search(content):
        return 0
    marks, links_in_it = len(_MARK.findall(content)), len(_SCHEME.findall(content))
    return (marks + 4 * content.count("\n") + 10 * links_in_it) // MARKS_PER_MESSAGE


def render_markdown(content: str, names: Names | None = None) -> str:
    """Return the sanitised HTML of a message, whatever it holds."""
    text = normalize_text(content)
    html = _cleaner.clean(_markdown.render(text, {"names": names}))
    if names is not None:
        html = mentions.without_rel(html)
    if len(html.encode()) <= MAX_HTML_BYTES:
        return html
    if names is not None:
        names.forget()
    return _as_typed(text)


class _Renderer(RendererHTML):
    """Writes what differs from markdown-it."""

    def code_inline(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Return code, or the backticks when there is nothing to see between them."""
        token = tokens[idx]
        if has_visible(token.content):
            return super().code_inline(tokens, idx, options, env)
        return token.markup + token.content + token.markup


def _allowed_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class" and not _is_class_of_ours(tag, value):
        return None
    return value


def _is_class_of_ours(tag: str, value: str) -> bool:
    return value == "mention" if tag == "a" else bool(_LANGUAGE.fullmatch(value.removeprefix("language-")))


def _new_markdown() -> MarkdownIt:
    markdown = MarkdownIt("zero", {"breaks": True, "html": False}, renderer_cls=_Renderer)
    markdown.enable(["autolink", "backticks", "fence", "balance_pairs", "emphasis", "strikethrough"])
    markdown.enable(["blockquote", "escape", "link", "linkify", "list", "newline", "paragraph"])
    _replace_blocks(markdown)
    _replace_spans(markdown)
    encode = markdown.normalizeLink
    markdown.normalizeLink = lambda url: links.href_of(url, encode)  # type: ignore[method-assign]
    markdown.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    markdown.validateLink = lambda url: bool(_LINK.match(url))  # type: ignore[method-assign]
    return markdown


def _replace_blocks(markdown: MarkdownIt) -> None:
    interrupts = ["paragraph", "reference", "blockquote", "list"]
    rules = markdown.block.ruler
    rules.at("fence", blocks.fence, {"alt": interrupts})
    rules.at("blockquote", blocks.blockquote, {"alt": interrupts})
    rules.at("list", blocks.list_block, {"alt": ["paragraph", "reference", "blockquote"]})
    rules.at("paragraph", blocks.paragraph)


def _replace_spans(markdown: MarkdownIt) -> None:
    rules = markdown.inline.ruler
    rules.at("linkify", links.bare_address)
    rules.at("newline", spans.newline)
    rules.at("escape", spans.escape)
    rules.at("strikethrough", spans.strikethrough)
    rules.at("emphasis", spans.emphasis)
    rules.at("link", links.named_link)
    rules.before("autolink", "mention", mentions.mention)
    markdown.inline.ruler2.before("balance_pairs", "drop_escapes", spans.drop_escapes)
    markdown.inline.ruler2.push("show_idle_marks", spans.show_idle_marks)


_markdown = _new_markdown()
_cleaner = nh3.Cleaner(
    tags={"p", "br", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"},
    attributes={"a": {"href", "class", "data-user"}, "ol": {"start"}, "code": {"class"}},
    attribute_filter=_allowed_attribute,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer nofollow ugc",
)
