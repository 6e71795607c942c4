"""Numbers as text spells them."""

import re

# What fits into 64 bits, in ASCII digits: an id or a sequence number.
NUMBER = "[0-9]{1,18}"

_NUMBER = re.compile(NUMBER)


def parse_number(text: object) -> int | None:
    """Return the id or sequence number that ``text`` spells in ASCII digits that fit into 64 bits, if it does.

    ``int`` also reads digits of every script, ``+1``, ``1_0`` and ids that no engine can compare.
    """
    return int(str(text)) if _NUMBER.fullmatch(str(text)) else None
