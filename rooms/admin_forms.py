"""The admin's forms for rooms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rooms.models import Membership, Room


class MemberField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """A member of a room, by the person's id."""

    def to_python(self, value: Any) -> Membership | None:
        """Refuse an id that no database can have like one that none has."""
        try:
            return super().to_python(value)
        except OverflowError as error:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from error


class OwnerForm(forms.Form):
    """The new owner of a room."""

    user_id = MemberField(queryset=Membership.objects.none(), label=_("New owner"), to_field_name="user")

    def __init__(self, room: Room, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        members = Membership.objects.current().filter(room=room, user__bot_kind="").exclude(role=Membership.Role.OWNER)
        self.fields["user_id"].queryset = members.select_related("user").order_by("user__name")  # type: ignore[attr-defined]
        self.fields["user_id"].label_from_instance = lambda member: f"{member.user.name} ({member.user.email})"  # type: ignore[attr-defined]

    def clean_user_id(self) -> int:
        """Return the person's id."""
        member: Membership = self.cleaned_data["user_id"]
        return member.user_id
