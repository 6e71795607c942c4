"""The admin's forms for rooms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rooms.models import Membership, Room


class OwnerForm(forms.Form):
    """The new owner of a room."""

    user_id = forms.ModelChoiceField(queryset=Membership.objects.none(), label=_("New owner"), to_field_name="user")

    def __init__(self, room: Room, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        members = Membership.objects.current().filter(room=room, user__bot_kind="").exclude(role=Membership.Role.OWNER)
        self.fields["user_id"].queryset = members.select_related("user").order_by("user__name")  # type: ignore[attr-defined]
        self.fields["user_id"].label_from_instance = lambda member: f"{member.user.name} ({member.user.email})"  # type: ignore[attr-defined]

    def clean_user_id(self) -> int:
        """Return the person's id."""
        member: Membership = self.cleaned_data["user_id"]
        return member.user_id
