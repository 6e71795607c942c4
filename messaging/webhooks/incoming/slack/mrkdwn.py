"""Slack's markup, ``mrkdwn``, as Markdown of ours (docs.slack.dev/messaging/formatting-message-text)."""

import re
from urllib.parse import quote

from messaging.webhooks.incoming.slack.emoji import with_emoji
from messaging.webhooks.incoming.slack.reading import decoded, words

# What is set apart before marks are looked for. Each alternative reads a character a bounded number of times.
_PIECE = re.compile(
    r"```(?P<block>.+?)```|`(?P<code>[^`\n]+)`|<(?P<tag>[^<>\n]+)>|(?P<address>https?://[^\s<>|]+)",
    re.DOTALL,
)
_TAG = re.compile(r"<([^<>\n]+)>")
_BOLD = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]+)(?<=\S)\*(?![\w*])")
_STRIKE = re.compile(r"(?<![\w~])~(?=[^\s~])([^~\n]+)(?<=\S)~(?![\w~])")
_REST_QUOTED = re.compile(r"^>>> ?(.*)\Z", re.MULTILINE | re.DOTALL)
_QUOTE_ENDS = re.compile(r"^(>[^\n]*\n)(?=[^>\n])", re.MULTILINE)
_PLACE = re.compile("\x00([0-9]+)\x00")
_BLOCK_PLACE = re.compile("[ \t]*\n?(\x00[0-9]+\x00)\x01[ \t]*\n?")
_LINKED = re.compile(r"https?://|mailto:", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_NOT_IN_ADDRESS = re.compile(r"[\s<>()\\]+")
_LABEL = re.compile(r"(?:[^\[\]\\]|\[[^\[\]\\]*\])++")


def markdown(text: str) -> str:
    """Return the Markdown of a text in ``mrkdwn``."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(_piece(found))
        return f"\x00{len(kept) - 1}\x00" + ("\x01" if found["block"] is not None else "")

    plain = words(decoded(_PIECE.sub(keep, text)))
    plain = _STRIKE.sub(r"~~\1~~", _BOLD.sub(r"**\1**", plain))
    plain = _BLOCK_PLACE.sub(r"\n\1\n", _quoted(plain)).strip("\n")
    return _PLACE.sub(lambda found: kept[int(found[1])], plain)


def _piece(found: re.Match[str]) -> str:
    if found["block"] is not None:
        return fenced(_shown_in_code(found["block"]))
    if found["code"] is not None:
        return f"`{_shown_in_code(found['code'])}`"
    if found["tag"] is not None:
        return _tag(found["tag"])
    return decoded(found["address"])


def _shown_in_code(text: str) -> str:
    def address(found: re.Match[str]) -> str:
        target = found[1].partition("|")[0]
        return target if _LINKED.match(target) else found[0]

    return decoded(_TAG.sub(address, text))


def _quoted(text: str) -> str:
    """Return text in which ``>>>`` quotes what follows, and a quote does not go on in the line after it."""
    text = _REST_QUOTED.sub(lambda found: quoted(found[1]), text)
    return _QUOTE_ENDS.sub(r"\1\n", text)


def _tag(inside: str) -> str:
    target, label = (part.strip() for part in decoded(inside).partition("|")[::2])
    if _LINKED.match(target):
        return link(target, label)
    if target[:1] in ("@", "#"):
        return target[0] + (label.lstrip("@#") or target[1:])
    if target.startswith("!"):
        return words(label or f"@{target[1:].partition('^')[0]}")
    if label and _OTHER_SCHEME.match(target):
        return words(label)
    return words(f"<{decoded(inside)}>")


def link(address: str, label: str = "") -> str:
    """Return a link; of an address that is neither web nor mail only its words, or itself."""
    address, label = address.strip(), " ".join(label.split())
    if not _LINKED.match(address):
        return words(label or address)
    target = _NOT_IN_ADDRESS.sub(lambda found: quote(found[0], safe=""), address)
    if label in ("", address):
        return f"<{target}>"
    return f"[{with_emoji(label)}]({target})" if _LABEL.fullmatch(label) else f"{words(label)} <{target}>"


def marked(mark: str, text: str) -> str:
    """Return ``text`` between two marks, and white space at its ends outside them."""
    inner = text.strip()
    if not inner:
        return text
    start = text.index(inner)
    return f"{text[:start]}{mark}{inner}{mark}{text[start + len(inner) :]}"


def fenced(code: str) -> str:
    """Return a block of code."""
    return "```\n" + code.strip("\n").replace("```", "'''") + "\n```"


def quoted(text: str) -> str:
    """Return ``text`` as a quote."""
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
