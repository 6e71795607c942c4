"""What administrators fill in about messages."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.moderation.log import MAX_REASON_CHARS
from chatsite.paths import parse_number
from chatsite.web.forms import MAX_INTEGER
from messaging.browsing import Wanted
from rooms.models import Room
from rooms.queries import room_called


class SearchForm(forms.Form):
    """What to look for."""

    text = forms.CharField(required=False, max_length=200)
    author = forms.CharField(required=False, max_length=254, help_text=_("Address, number or name"))
    room = forms.CharField(required=False, max_length=60, help_text=_("Name, or number"))
    since = forms.DateTimeField(required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    until = forms.DateTimeField(required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    is_removed = forms.BooleanField(label=_("Only removed and deleted ones"), required=False)
    before = forms.IntegerField(required=False, min_value=0, max_value=MAX_INTEGER, widget=forms.HiddenInput)

    def clean_author(self) -> User | None:
        """Return the person."""
        words: str = self.cleaned_data["author"]
        if not words:
            return None
        number = parse_number(words)
        people = _people_called(words) if number is None else User.objects.filter(pk=number)
        found = list(people[:2])
        if len(found) != 1:
            problem = _("Several people are called so.") if found else _("There is nobody of that name.")
            raise forms.ValidationError(problem)
        return found[0]

    def clean_room(self) -> Room | None:
        """Return the room."""
        words: str = self.cleaned_data["room"]
        room = room_called(words) if words else None
        if words and room is None:
            raise forms.ValidationError(_("There is no such room. A closed one goes by its number."))
        return room

    def wanted(self) -> Wanted:
        """Return what was asked for."""
        return Wanted(**{name: value for name, value in self.cleaned_data.items() if name != "before"})


def _people_called(words: str) -> QuerySet[User]:
    return User.objects.filter(email=words) if "@" in words else User.objects.filter(name=words)


class ActForm(forms.Form):
    """What is done with messages, and why."""

    action = forms.ChoiceField(choices=[("take_away", _("remove")), ("restore", _("restore"))])
    reason = forms.CharField(required=False, max_length=MAX_REASON_CHARS)

    def clean(self) -> None:
        """Refuse to remove without a reason."""
        if self.cleaned_data.get("action") == "take_away" and not self.cleaned_data.get("reason"):
            raise forms.ValidationError(_("Say why: the author reads it, and the moderation log keeps it."))
