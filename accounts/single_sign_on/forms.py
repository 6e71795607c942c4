"""What may come in about linked sign-ins."""

from django import forms

from accounts.forms import IdentityForm
from accounts.single_sign_on.models import MAX_PROVIDER_CHARS


class LinkForm(IdentityForm):
    """Which provider is to be linked to one's account."""

    provider = forms.CharField(max_length=MAX_PROVIDER_CHARS)


class ClaimForm(IdentityForm):
    """The password of the account that is to be linked."""
