"""The admin's forms for sanctions."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.moderation.models import MAX_REASON_CHARS
from chatsite.text.times import end_of

HOUR_S, DAY_S = 3600, 86_400
MAX_MEGABYTES = 2**30
TERMS = [
    (str(HOUR_S), _("1 hour")),
    (str(DAY_S), _("1 day")),
    (str(7 * DAY_S), _("1 week")),
    (str(30 * DAY_S), _("30 days")),
    ("", _("Permanently")),
]


class UntilField(forms.ChoiceField):
    """A duration; cleans to its end, counted from now."""

    def __init__(self, **kwargs: Any):
        shown: dict[str, Any] = {"label": _("Duration"), "choices": TERMS, "initial": TERMS[0][0]}
        super().__init__(**shown | kwargs, required=False)

    def clean(self, value: Any) -> datetime:
        """Return the end."""
        seconds = super().clean(value)
        return end_of(int(seconds) if seconds else None)


class ReasonForm(forms.Form):
    """A reason, which the person concerned sees and the log records."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=MAX_REASON_CHARS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person sees this reason. It is recorded in the moderation log."),
    )


class TermForm(ReasonForm):
    """A reason and a duration."""

    until = UntilField()


class LiftForm(ReasonForm):
    """An optional reason for ending a sanction."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=MAX_REASON_CHARS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Optional. It is recorded in the moderation log."),
    )


class UploadLimitForm(forms.Form):
    """How much a person may upload in 24 hours."""

    megabytes = forms.IntegerField(
        label=_("MB in 24 hours"),
        required=False,
        min_value=0,
        max_value=MAX_MEGABYTES,
        help_text=_("0 for no limit. Leave it empty for the limit of the site."),
    )

    def clean(self) -> dict[str, Any]:
        """Return the limit in bytes."""
        megabytes = super().clean().get("megabytes")  # type: ignore[union-attr]
        return {"bytes_per_day": None if megabytes is None else megabytes * 2**20}
