"""Links: where an address in running text ends, and which ``[words](address)`` is one."""

import re
from collections.abc import Callable
from html import escape
from typing import Final

import nh3
from markdown_it.rules_inline.state_inline import StateInline

from chatsite.text.visibility import character_class, has_visible
from messaging.markup.address_ends import ADDRESS_ENDS

SCHEMES: Final = ("https", "http", "mailto")

# A letter or digit of any script, and of ASCII's signs all but quotes, brackets and bars.
_ENDS = '\\x00-\\x20\\x7f"<>`|\\\\' + character_class(ADDRESS_ENDS)
# Brackets belong to an address in pairs; two tildes strike through.
_REST = (
    rf"(?:[^{_ENDS}()\[\]{{}}~]|~(?!~)"
    rf"|\([^{_ENDS}()]*\)|\[[^{_ENDS}\[\]]*\]|\{{[^{_ENDS}{{}}]*\}})*+"
)
_ADDRESS = re.compile(rf"(?:(?i:https?://)(?:\[[0-9A-Fa-f:.]+\]|\w)|(?i:mailto:)[\w.!#$%&'*+/=?^{{}}~-]++@\w){_REST}")
_TRAILING = ".,:;!?'*"
_NAMED = re.compile(
    r"\[((?:[^\[\]\\]|\\.|\[[^\[\]\\]*\])++)\]"  # words, which may hold one more pair of brackets
    r"\(((?:https?://|mailto:)(?:[^\s\x00-\x20<>()]|\([^\s\x00-\x20<>()]*\))++)\)",
    re.IGNORECASE | re.DOTALL,
)
_opener = nh3.Cleaner(tags={"a"}, attributes={"a": {"href"}}, url_schemes={*SCHEMES})
_HOST = re.compile(r"(?:https?://|www\.)[^\s/?#]*", re.IGNORECASE)


def bare_address(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Make a link of an address in running text.

    markdown-it's own rule looks through everything before each colon, and for a link in everything after it: four
    times the time for twice the text.
    """
    start = _scheme_start(state)
    if start is None or state.linkLevel > 0:
        return False
    found = _ADDRESS.match(state.src, start, state.posMax)
    if found is None:
        return False
    address = found[0].rstrip(_TRAILING)
    if state.src[max(start - 1, 0)] == "_":
        address = address.rstrip("_")
    if not _ADDRESS.fullmatch(address) or not (href := _href(state, address)):
        return False
    if not silent:
        state.pending = state.pending[: start - state.pos]
        _open_link(state, href)
        state.push("text", "", 0).content = address
        state.push("link_close", "a", -1)
    state.pos = start + len(address)
    return True


def _scheme_start(state: StateInline) -> int | None:
    """Return where the scheme begins whose colon is at the state's position, unless it is the end of a longer word."""
    if state.src[state.pos] != ":":
        return None
    before = state.src[max(state.pos - 7, 0) : state.pos].lower()
    for scheme in SCHEMES:
        if before.endswith(scheme) and state.pending.lower().endswith(scheme):
            rest = before.removesuffix(scheme)
            return None if rest and re.match("[a-z0-9+.-]", rest[-1]) else state.pos - len(scheme)
    return None


def named_link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Make a link of ``[words](address)``.

    Words that are invisible, or that are themselves another address, would hide where it leads: then it stays as typed,
    and so does one with a title, which would be shown to a mouse only.
    """
    if state.src[state.pos] != "[" or state.linkLevel > 0:
        return False
    found = _NAMED.match(state.src, state.pos, state.posMax)
    if found is None or not has_visible(found[1]) or not _is_honest(*found.groups()):
        return False
    if not (href := _href(state, found[2])):
        return False
    if not silent:
        end, state.posMax = state.posMax, found.end(1)
        state.pos = found.start(1)
        _open_link(state, href)
        state.linkLevel += 1
        state.md.inline.tokenize(state)
        state.linkLevel -= 1
        state.push("link_close", "a", -1)
        state.posMax = end
    state.pos = found.end()
    return True


def _is_honest(words: str, address: str) -> bool:
    return all(_site(shown) == _site(address) for shown in _HOST.findall(words))


def _site(address: str) -> str:
    found = _HOST.match(address)
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", found[0].lower() if found else address)


def _href(state: StateInline, address: str) -> str | None:
    """Return the target of a link to ``address``, unless no browser could open it, such as port 99999.

    The sanitiser removes such a target, and with it the address behind the words of a link. The encoder turns
    ``[x]`` as a host into ``x``.
    """
    href = state.md.normalizeLink(address)
    if len(re.findall(r"\[|%5B", href)) < address.count("["):
        return None
    return href if "href=" in _opener.clean(f'<a href="{escape(href)}">') else None


def _open_link(state: StateInline, href: str) -> None:
    state.push("link_open", "a", 1).attrs = {"href": href}


def href_of(address: str, encode: Callable[[str], str]) -> str:
    """Return ``address`` as ``encode`` writes it, but for the brackets of an IPv6 host, which must stay."""
    return re.sub(r"^(https?://)%5B([0-9a-f:.]+)%5D", r"\1[\2]", encode(address), flags=re.IGNORECASE)
