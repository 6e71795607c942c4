"""What may come in about the people of a room."""

from django import forms
from django.utils.translation import gettext_lazy as _

from chatsite.web.forms import IdsField, StrictForm

MAX_ADDED = 50


class AddMembersForm(StrictForm):
    """Who is to be in a room."""

    user_ids = IdsField(max_count=MAX_ADDED)

    def clean_user_ids(self) -> list[int]:
        """Refuse to add no one."""
        user_ids: list[int] = self.cleaned_data["user_ids"]
        if not user_ids:
            raise forms.ValidationError(_("Choose at least one person."), code="required")
        return user_ids
