"""Which characters can be seen.

Python's own tables are as old as Python: an emoji that is newer is "unassigned" to them. So the test is not what a
character is, but whether Unicode has set it aside to show nothing. Default_Ignorable_Code_Point covers future
characters too, and grew by no range from Unicode 9 to 17; private use and everything unassigned elsewhere is text.
"""

import re
import unicodedata

UNICODE_VERSION = "17.0.0"
# DerivedCoreProperties.txt, Default_Ignorable_Code_Point.
DEFAULT_IGNORABLE = (
    (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
    (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip
# PropList.txt, White_Space; and what is drawn as an empty space: BRAILLE PATTERN BLANK, the blanks
# of Egyptian hieroglyphs, MUSICAL SYMBOL NULL NOTEHEAD.
BLANK = (
    (0x0009, 0x000D), (0x0020, 0x0020), (0x0085, 0x0085), (0x00A0, 0x00A0), (0x1680, 0x1680), (0x2000, 0x200A),
    (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x2800, 0x2800), (0x3000, 0x3000), (0x13441, 0x13442),
    (0x1D159, 0x1D159),
)  # fmt: skip
# Controls, surrogates, and format characters that are not ignorable and yet show nothing themselves: interlinear
# annotation, KHITAN SMALL SCRIPT FILLER, Egyptian hieroglyph joiners.
CONTROL = (
    (0x0000, 0x0008), (0x000E, 0x001F), (0x007F, 0x0084), (0x0086, 0x009F), (0xD800, 0xDFFF), (0xFFF9, 0xFFFB),
    (0x13430, 0x1343F), (0x16FE4, 0x16FE4),
)  # fmt: skip


def character_class(*tables: tuple[tuple[int, int], ...]) -> str:
    """Return the inside of a regular expression's ``[…]`` that matches the characters of ``tables``."""
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for table in tables for first, last in table)


_VISIBLE = re.compile(f"[^{character_class(DEFAULT_IGNORABLE, BLANK, CONTROL)}]")
# The flags of England, Scotland and Wales: a black flag, and tags that spell which. Fonts have no others (UTS #51).
_FLAG = (
    "\U0001f3f4\U000e0067\U000e0062"
    "(?:\U000e0065\U000e006e\U000e0067|\U000e0073\U000e0063\U000e0074|\U000e0077\U000e006c\U000e0073)\U000e007f"
)
_FLAGS = re.compile(_FLAG)
_IGNORABLE = re.compile(f"({_FLAG})|[{character_class(DEFAULT_IGNORABLE, CONTROL)}]+")
_BLANKS = re.compile(f"[{character_class(BLANK)}]+")
_VIRAMA = 9  # the canonical combining class of what joins the consonants of Indic scripts


def has_visible(text: str) -> bool:
    """Tell whether a reader sees anything of ``text``."""
    return _VISIBLE.search(text) is not None


def stands_alone(text: str) -> bool:
    """Tell whether ``text`` has something that is drawn by itself, which a combining mark is not."""
    return any(has_visible(char) and unicodedata.category(char)[0] != "M" for char in text)


def without_invisible(text: str) -> str:
    """Return what a reader can tell apart: no ignorable characters, each run of blanks as one space."""
    return _BLANKS.sub(" ", _IGNORABLE.sub(lambda found: found[1] or "", text)).strip(" ")


def hides_something(line: str) -> bool:
    """Tell whether ``line`` has a character, other than a space, that shows nothing and changes nothing.

    Joiners, selectors and tags belong to emoji, to Persian, Indic and Mongolian words, and to Japanese names. Anywhere
    else two lines that look the same would differ by them. Joiners: RFC 5892, appendix A, and UTS #51.
    """
    rest = f" {_FLAGS.sub(lambda flag: flag[0][0], line)} "
    triples = zip(rest, rest[1:], rest[2:], strict=False)
    hidden = (triple for triple in triples if triple[1] != " " and not has_visible(triple[1]))
    return not all(_acts(char, before, after) for before, char, after in hidden)


def _acts(char: str, before: str, after: str) -> bool:
    """Tell whether an invisible character changes how its neighbours are drawn."""
    if char in "\u200c\u200d":
        return _is_joined(before) or (char == "\u200d" and _may_be_emoji(before) and _may_be_emoji(after))
    if "\ufe00" <= char <= "\ufe0f":
        return has_visible(before) and (before == "ℹ" or unicodedata.category(before) not in ("Lu", "Ll", "Lt"))
    if "\U000e0100" <= char <= "\U000e01ef":
        return _is_ideograph(before)
    return char in "\u180b\u180c\u180d\u180f" and "\u1800" <= before <= "\u18af"


def _is_joined(char: str) -> bool:
    return unicodedata.combining(char) == _VIRAMA or unicodedata.bidirectional(char) == "AL"


def _may_be_emoji(char: str) -> bool:
    return char == "\ufe0f" or unicodedata.category(char) in ("So", "Sk", "Sm", "Cn", "Co")


def _is_ideograph(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or "\U00020000" <= char <= "\U0003fffd"
