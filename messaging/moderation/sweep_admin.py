"""Removing everything that one person wrote since a time, on a page of the admin."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.admin_forms import DAY_S, HOUR_S, ReasonForm
from accounts.models import User
from accounts.requests import SignedInRequest
from chatsite.backoffice.tools import ReadOnlyAdmin, act_page
from messaging.services import remove_messages_of

PERIODS = [
    (str(HOUR_S), _("the last hour")),
    (str(DAY_S), _("the last day")),
    (str(7 * DAY_S), _("the last week")),
    (str(30 * DAY_S), _("the last 30 days")),
    (str(36_500 * DAY_S), _("ever")),
]


class SweepForm(ReasonForm):
    """Since when, and why."""

    since = forms.ChoiceField(label=_("Everything of"), choices=PERIODS)

    def clean_since(self) -> datetime:
        """Return the moment."""
        return timezone.now() - timedelta(seconds=int(self.cleaned_data["since"]))


def sweep(modeladmin: ReadOnlyAdmin, request: SignedInRequest, user_id: int) -> HttpResponseBase:
    """Ask since when and why, and remove the messages."""
    person = get_object_or_404(User, pk=user_id)

    def remove(**filled_in: Any) -> str:
        count = remove_messages_of(person=person, by=request.user, **filled_in)
        return ngettext("{count} message removed.", "{count} messages removed.", count).format(count=count)

    return act_page(
        modeladmin,
        request,
        title=_("Remove messages: {name}").format(name=person.name),
        button=_("Remove messages"),
        meaning=_("everything they wrote since then, in every room; each can be restored"),
        form=SweepForm(request.POST or None),
        act=remove,
        back=reverse("admin:accounts_user_change", args=[user_id]),
    )
