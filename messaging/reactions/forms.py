"""What may come in about reactions."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from chatsite.contract.errors import InvalidInput
from chatsite.web.forms import IdField, StrictForm
from messaging.reactions.emoji import MAX_EMOJI_CHARS, qualified
from messaging.reactions.queries import MAX_REACTIONS

_NOT_EMOJI = _("Send exactly one emoji.")


class EmojiField(forms.CharField):
    """One emoji of Unicode's list, as Unicode recommends to write it."""

    def __init__(self, **kwargs: Any):
        super().__init__(max_length=MAX_EMOJI_CHARS, strip=False, **kwargs)

    def clean(self, value: Any) -> str:
        """Return the emoji."""
        emoji = qualified(super().clean(value))
        if emoji is None and (value or self.required):
            raise ValidationError(_NOT_EMOJI, code="emoji")
        return emoji or ""


def clean_emoji(text: str) -> str:
    """Return the emoji that a path names.

    Raises:
        InvalidInput: it is not exactly one.
    """
    emoji = qualified(text)
    if emoji is None:
        raise InvalidInput(fields={"emoji": [_NOT_EMOJI]})
    return emoji


class ReactionsForm(StrictForm):
    """Which reactions to a message: those with one emoji, from after one on."""

    emoji = EmojiField(required=False)
    after = IdField(initial=0)
    limit = forms.IntegerField(initial=MAX_REACTIONS, min_value=1, max_value=MAX_REACTIONS)
