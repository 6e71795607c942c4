"""What the places in a path may be."""

import re

from django.urls import register_converter

_NUMBER = re.compile("[0-9]{1,18}")


def parse_number(text: object) -> int | None:
    """Return the id or sequence number that ``text`` spells in ASCII digits that fit into 64 bits, if it does.

    ``int`` also reads digits of every script, ``+1``, ``1_0`` and ids that no engine can compare.
    """
    return int(str(text)) if _NUMBER.fullmatch(str(text)) else None


class NumberConverter:
    """A row's id or a sequence number, ``<number:…>``: digits that fit into 64 bits."""

    regex = _NUMBER.pattern

    def to_python(self, value: str) -> int:
        """Return the number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Return the digits."""
        return str(value)


register_converter(NumberConverter, "number")
