"""What people type: names, keys to compare them by, and running text."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Controls, lone surrogates, private use and unassigned code points; Cf is judged apart, since emoji need its joiners.
_REFUSED_CATEGORIES = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINERS = frozenset("\u200c\u200d")
# The tag characters that spell the flags of England, Scotland and Wales.
_EMOJI_TAGS = frozenset(chr(code) for code in range(0xE0020, 0xE0080))


def normalize_name(value: str) -> str:
    """Return ``value`` in NFKC with white space folded to single spaces and none at the ends."""
    return " ".join(unicodedata.normalize("NFKC", value).split())


def comparison_key(value: str) -> str:
    """Return the form in which two names or e-mail addresses are compared: equal keys mean "the same"."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", value).casefold())


def validate_name(value: str) -> None:
    """Refuse what could hide in a name: control, bidirectional-override and invisible formatting characters."""
    for char in value:
        category = unicodedata.category(char)
        if category in _REFUSED_CATEGORIES or (category == "Cf" and char not in _JOINERS | _EMOJI_TAGS):
            raise ValidationError(_("It contains a character that cannot be shown in a name."), code="character")
    if value and not any(unicodedata.category(char)[0] in "LNSP" for char in value):
        raise ValidationError(_("It needs at least one visible character."), code="invisible")


def validate_address(value: str) -> None:
    """Refuse an e-mail address with characters that nobody sees: mail systems leave them out, and reach somebody else.

    Raises:
        ValidationError: it has some.
    """
    if any(unicodedata.category(char) == "Cf" for char in value):
        raise ValidationError(_("An address can't have invisible characters."))


def normalize_text(value: str) -> str:
    """Return ``value`` with every line end as ``\\n``; nothing else is touched."""
    return value.replace("\r\n", "\n").replace("\r", "\n")


def validate_text(value: str) -> None:
    """Refuse what no engine can store: NUL and lone surrogates."""
    if "\x00" in value:
        raise ValidationError(_("It contains a NUL character."), code="nul")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValidationError(_("It contains half of a surrogate pair."), code="surrogate") from None
