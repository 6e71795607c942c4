"""What may come in about people."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import MAX_NAME_CHARS
from chatsite.web.forms import IdField, NameField, StrictForm
from rooms.people.queries import MAX_PEOPLE


class FindPeopleForm(StrictForm):
    """Part of a name, and the room whose members come first, or the page of the directory."""

    q = NameField(max_length=MAX_NAME_CHARS, required=False)
    room_id = IdField(required=False)
    after = IdField(required=False)
    limit = forms.IntegerField(initial=MAX_PEOPLE, min_value=1, max_value=MAX_PEOPLE)

    def clean(self) -> None:
        """Refuse the directory of a room, which is its list of members."""
        if "after" in self.data and "room_id" in self.data:
            self.add_error("after", _("Send room_id or after, not both."))
