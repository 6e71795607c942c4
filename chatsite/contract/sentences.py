"""What a text for people is, in errors and everywhere else."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from django.utils.functional import Promise
from django.utils.text import format_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Lazy  # the stubs' own name for what gettext_lazy returns
else:
    Lazy = Promise

Sentence: TypeAlias = str | Lazy
"""A text for people; a lazy one is in the language that is active where it becomes a string."""


def sentence_of(stored: str, sentences: Mapping[str, Sentence]) -> Sentence:
    """Return the sentence for a reason stored as a word and perhaps a status, such as ``refused 503``; "" for none."""
    name, _space, status = stored.partition(" ")
    return format_lazy(sentences[name], status=status) if name in sentences else ""
