"""The admin page that removes a person's messages since a given time."""

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
from chatsite.backoffice.tools import ReadOnlyAdmin, action_page
from messaging.services import remove_messages_of

PERIODS = [
    (str(HOUR_S), _("Last hour")),
    (str(DAY_S), _("Last 24 hours")),
    (str(7 * DAY_S), _("Last 7 days")),
    (str(30 * DAY_S), _("Last 30 days")),
    (str(36_500 * DAY_S), _("All time")),
]


class SweepForm(ReasonForm):
    """A period and a reason."""

    since = forms.ChoiceField(label=_("Messages of"), choices=PERIODS)

    def clean_since(self) -> datetime:
        """Return the start of the period."""
        return timezone.now() - timedelta(seconds=int(self.cleaned_data["since"]))


def sweep(modeladmin: ReadOnlyAdmin, request: SignedInRequest, user_id: int) -> HttpResponseBase:
    """Ask for the period and the reason, and remove the messages."""
    person = get_object_or_404(User, pk=user_id)

    def remove(**data: Any) -> str:
        count = remove_messages_of(person=person, by=request.user, **data)
        return ngettext("{count} message removed.", "{count} messages removed.", count).format(count=count)

    return action_page(
        modeladmin,
        request,
        title=_("Remove messages: {name}").format(name=person.name),
        button=_("Remove messages"),
        effect=_("Removes their messages of this period in every room. You can restore each message."),
        form=SweepForm(request.POST or None),
        is_dangerous=True,
        perform=remove,
        back=reverse("admin:accounts_user_change", args=[user_id]),
    )
