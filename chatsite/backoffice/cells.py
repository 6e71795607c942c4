"""Cells of the admin's lists that say what they are: on a phone, a row is a card without heads of columns."""

from django.utils.html import format_html
from django.utils.text import capfirst

from chatsite.contract.sentences import Sentence


def named(title: Sentence, content: object) -> str:
    """Return ``content`` with its name, which shows only where no head of a column says it."""
    return format_html('<span class="cell-name">{}</span> {}', capfirst(title), content)
