"""What people type: names, keys to compare them by, and running text."""

import re
import unicodedata
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from chatsite.text.visibility import hides_something, stands_alone, without_invisible

# What means everyone in a room after "@": a mention of a person of that name would read like one of everyone.
EVERYONE: Final = "room"
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def normalize_name(value: str) -> str:
    """Return ``value`` in NFC with white space folded to single spaces and none at the ends.

    NFC changes how a character is encoded and never how it looks: NFKC would make ``i`` of ``ℹ`` and ``No`` of ``№``.
    """
    return " ".join(unicodedata.normalize("NFC", value).split())


def name_key(value: str) -> str:
    """Return the form in which two names are compared: equal keys mean that readers could take one for the other.

    It is Unicode's NFKC_Casefold, and a blank is a space.
    """
    return unicodedata.normalize("NFKC", without_invisible(comparison_key(value)))


def search_key(value: str) -> str:
    """Return the form in which parts of names are looked for: like :func:`name_key`, without accents and points."""
    letters = unicodedata.normalize("NFKD", name_key(value))
    return unicodedata.normalize("NFKC", "".join(letter for letter in letters if not _is_accent(letter)))


def _is_accent(letter: str) -> bool:
    """Tell whether a character is drawn over or under another; a kana's voicing and a virama (7 to 9) are its own."""
    return unicodedata.combining(letter) >= 10


def comparison_key(value: str) -> str:
    """Return the form in which two email addresses are compared: equal keys mean "the same"."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", value).casefold())


def validate_name(value: str) -> None:
    """Refuse a name in which something hides, and one that shows nothing."""
    if hides_something(value):
        raise ValidationError(_("This contains a character that can't be used in a name."), code="character")
    if value and not stands_alone(value):
        raise ValidationError(_("Enter at least one visible character."), code="invisible")


def validate_persons_name(value: str) -> None:
    """Refuse a name that means everyone in a room.

    Raises:
        ValidationError: it does.
    """
    if name_key(value).lstrip("@ ") == EVERYONE:
        raise ValidationError(_("“@room” means everyone in a room. Choose another name."), code="everyone")


def validate_address(value: str) -> None:
    """Refuse an email address with invisible characters: mail systems drop them, and reach another mailbox.

    Raises:
        ValidationError: it has some.
    """
    if any(unicodedata.category(char) == "Cf" for char in value):
        raise ValidationError(_("An email address can't contain invisible characters."))


def normalize_text(value: str) -> str:
    """Return ``value`` with every line end as ``\\n``, those that only Unicode knows too; nothing else is touched."""
    return _LINE_ENDS.sub("\n", value)


def validate_text(value: str) -> None:
    """Refuse what no engine can store: NUL and lone surrogates."""
    if "\x00" in value:
        raise ValidationError(_("This contains a NUL character."), code="nul")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValidationError(_("This contains half of a surrogate pair."), code="surrogate") from None
