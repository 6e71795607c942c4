"""What may come in about rooms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from chatsite.web.forms import IdField, NameField, StrictForm, TextField
from rooms.models import MAX_DESCRIPTION_CHARS, MAX_NAME_CHARS, MAX_SLOW_MODE_S, Membership, Room

MAX_ROOMS_PER_PAGE = 200
MAX_MEMBERS_PER_PAGE = 500


# Direct rooms are made from a set of people.
VISIBILITIES = [choice for choice in Room.Visibility.choices if choice[0] != Room.Visibility.DIRECT]


class CreateRoomForm(StrictForm):
    """A new room."""

    name = NameField(max_length=MAX_NAME_CHARS)
    description = TextField(max_length=MAX_DESCRIPTION_CHARS, required=False)
    visibility = forms.ChoiceField(choices=VISIBILITIES, initial=Room.Visibility.PUBLIC)
    who_may_write = forms.ChoiceField(choices=Room.Writers.choices, initial=Room.Writers.MEMBERS)
    members_may_invite = forms.BooleanField(required=False)


class UpdateRoomForm(StrictForm):
    """What is to be different about a room."""

    name = NameField(max_length=MAX_NAME_CHARS, required=False)
    description = TextField(max_length=MAX_DESCRIPTION_CHARS, required=False)
    slow_mode_s = forms.IntegerField(min_value=0, max_value=MAX_SLOW_MODE_S, required=False)
    visibility = forms.ChoiceField(choices=VISIBILITIES, required=False)
    who_may_write = forms.ChoiceField(choices=Room.Writers.choices, required=False)
    members_may_invite = forms.BooleanField(required=False)

    def clean_visibility(self) -> str | None:
        """Take an empty text for "as it is"."""
        return self.cleaned_data["visibility"] or None

    def clean_who_may_write(self) -> str | None:
        """Take an empty text for "as it is"."""
        return self.cleaned_data["who_may_write"] or None

    def clean_name(self) -> str:
        """Refuse to take the name away."""
        name: str = self.cleaned_data["name"]
        if "name" in self.data and not name:
            raise forms.ValidationError(_("Enter a room name."), code="required")
        return name


class ListRoomsForm(StrictForm):
    """Which rooms to list."""

    joined = forms.BooleanField(required=False)
    closed = forms.BooleanField(required=False)
    q = NameField(max_length=MAX_NAME_CHARS, required=False)
    after = IdField(initial=0)
    limit = forms.IntegerField(initial=MAX_ROOMS_PER_PAGE, min_value=1, max_value=MAX_ROOMS_PER_PAGE)


class ListMembersForm(StrictForm):
    """Which page of a room's members."""

    after = IdField(initial=0)
    limit = forms.IntegerField(initial=100, min_value=1, max_value=MAX_MEMBERS_PER_PAGE)


class LeaveForm(StrictForm):
    """Whom an owner who leaves hands the room to."""

    new_owner_id = IdField(required=False)


class AttentionForm(StrictForm):
    """What in a room calls for the member's attention."""

    notify = forms.ChoiceField(choices=Membership.Notify.choices, required=False)
    is_favourite = forms.BooleanField(required=False)
    is_hidden = forms.BooleanField(required=False)

    def clean(self) -> None:
        """Insist on one of them, and refuse to choose nothing."""
        if not self.data:
            self.add_error("notify", _("Send notify, is_favourite or is_hidden."))
        if "notify" in self.data and not self.cleaned_data.get("notify"):
            self.add_error("notify", _("Choose everything, mentions or nothing."))


class RoleForm(StrictForm):
    """What a member may do from now on."""

    role = forms.ChoiceField(choices=Membership.Role.choices)
