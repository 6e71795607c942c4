"""What a text for people is, in errors and everywhere else."""

from typing import TYPE_CHECKING, TypeAlias

from django.utils.functional import Promise

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Lazy  # the stubs' own name for what gettext_lazy returns
else:
    Lazy = Promise

Sentence: TypeAlias = str | Lazy
"""A text for people; a lazy one is in the language that is active where it becomes a string."""
