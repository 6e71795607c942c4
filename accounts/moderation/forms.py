"""Input forms for sanctions."""

from django import forms

from accounts.moderation.models import MAX_REASON_CHARS
from chatsite.web.forms import IdField, StrictForm, TextField

MAX_TERM_S = 10 * 366 * 86_400


class ReasonForm(StrictForm):
    """A reason."""

    reason = TextField(max_length=MAX_REASON_CHARS)


class TermForm(ReasonForm):
    """A reason and a number of seconds; without one, permanently."""

    for_s = forms.IntegerField(min_value=1, max_value=MAX_TERM_S, required=False)


class LiftForm(StrictForm):
    """A reason for ending a sanction."""

    reason = TextField(max_length=MAX_REASON_CHARS, required=False)


class SeenForm(StrictForm):
    """The newest notice that the person has read."""

    seen = IdField()
