"""What may come in about people."""

from django import forms

from accounts.models import MAX_NAME_CHARS
from chatsite.web.forms import IdField, NameField, StrictForm
from rooms.people.queries import MAX_PEOPLE


class FindPeopleForm(StrictForm):
    """Part of a name, and the room whose members come first."""

    q = NameField(max_length=MAX_NAME_CHARS, required=False)
    room_id = IdField(required=False)
    limit = forms.IntegerField(initial=MAX_PEOPLE, min_value=1, max_value=MAX_PEOPLE)
