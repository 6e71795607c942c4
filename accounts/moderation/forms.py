"""What may come in about sanctions."""

from django import forms

from accounts.moderation.log import MAX_REASON_CHARS
from chatsite.web.forms import IdField, StrictForm, TextField

MAX_TERM_S = 10 * 366 * 86_400


class ReasonForm(StrictForm):
    """Why."""

    reason = TextField(max_length=MAX_REASON_CHARS)


class TermForm(ReasonForm):
    """Why, and for how many seconds; without a number for ever."""

    for_s = forms.IntegerField(min_value=1, max_value=MAX_TERM_S, required=False)


class LiftForm(StrictForm):
    """Why a sanction ends early."""

    reason = TextField(max_length=MAX_REASON_CHARS, required=False)


class SeenForm(StrictForm):
    """The newest of what I was told that I have read."""

    seen = IdField()
