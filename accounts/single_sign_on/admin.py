"""Linked sign-ins in Django's admin: a tab on a person's page, and what administrators do with them."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.admin_actions import PERSON_ACTIONS
from accounts.models import User
from accounts.single_sign_on.linking import link_by_administrator, unlink_all
from accounts.single_sign_on.models import MAX_SUBJECT_CHARS, ExternalIdentity
from chatsite.backoffice.actions import ActionGroup, RowAction, calling
from chatsite.backoffice.tabs import person_tab


class LinkForm(forms.Form):
    """What a person is at which provider."""

    provider = forms.ChoiceField(label=_("Provider"))
    subject = forms.CharField(
        label=_("ID at the provider"),
        max_length=MAX_SUBJECT_CHARS,
        help_text=_("The page that asks them for their password shows it. Make sure that it is really theirs."),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = [(provider.name, provider.label) for provider in settings.OIDC_PROVIDERS]
        self.fields["provider"].choices = choices  # type: ignore[attr-defined]


@person_tab("sign_ins", _("Sign-ins"), position=6)
def _sign_ins_of(person: User) -> dict[str, Any]:
    """Return a person's linked sign-ins."""
    return {"sign_ins": person.identities.order_by("pk")}


PERSON_ACTIONS["link_sign_in"] = RowAction(
    _("Link single sign-on"),
    calling(link_by_administrator),
    _("They can sign in by the provider from now on."),
    LinkForm,
    fits=lambda user: bool(settings.OIDC_PROVIDERS) and user.is_active,
)
PERSON_ACTIONS["unlink_sign_ins"] = RowAction(
    _("Unlink single sign-on"),
    calling(unlink_all),
    _("They can't sign in by it any more, and sessions that came by it end."),
    group=ActionGroup.RESTRICT,
    fits=lambda user: ExternalIdentity.objects.filter(user=user).exists(),
)
