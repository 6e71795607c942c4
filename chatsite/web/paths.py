"""What the variable parts of a path may be."""

from chatsite.text.numbers import NUMBER


class NumberConverter:
    """A row's id or a sequence number, ``<number:…>``: digits that fit into 64 bits."""

    regex = NUMBER

    def to_python(self, value: str) -> int:
        """Return the number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Return the digits."""
        return str(value)
