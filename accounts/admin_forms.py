"""What administrators fill in about sanctions, in the admin."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.moderation.log import MAX_REASON_CHARS
from chatsite.text.times import end_of

HOUR_S, DAY_S = 3600, 86_400
TERMS = [
    (str(HOUR_S), _("1 hour")),
    (str(DAY_S), _("1 day")),
    (str(7 * DAY_S), _("1 week")),
    (str(30 * DAY_S), _("30 days")),
    ("", _("for ever")),
]


class UntilField(forms.ChoiceField):
    """How long something lasts; cleans to its end, counted from now."""

    def __init__(self, **kwargs: Any):
        shown: dict[str, Any] = {"label": _("For how long"), "choices": TERMS, "initial": TERMS[0][0]}
        super().__init__(**shown | kwargs, required=False)

    def clean(self, value: Any) -> datetime:
        """Return the end."""
        seconds = super().clean(value)
        return end_of(int(seconds) if seconds else None)


class ReasonForm(forms.Form):
    """Why: the person is told, and the log keeps it."""

    reason = forms.CharField(
        max_length=MAX_REASON_CHARS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads this, and the moderation log keeps it."),
    )


class TermForm(ReasonForm):
    """Why, and for how long."""

    until = UntilField()


class LiftForm(ReasonForm):
    """Why a sanction ends early, if there is anything to say."""

    reason = forms.CharField(required=False, max_length=MAX_REASON_CHARS, widget=forms.Textarea(attrs={"rows": 3}))
