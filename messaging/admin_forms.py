"""The admin's forms for messages."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.moderation.models import MAX_REASON_CHARS
from chatsite.text.numbers import parse_number
from chatsite.web.forms import MAX_INTEGER
from messaging.browsing import Found, Wanted, browse
from messaging.search.forms import QueryField
from messaging.search.in_admin import browse_texts
from rooms.models import Room
from rooms.queries import room_called


class SearchForm(forms.Form):
    """A search for messages."""

    text = QueryField(label=_("Text"), required=False)
    author = forms.CharField(label=_("Author"), required=False, max_length=254, help_text=_("Name, email or number"))
    room = forms.CharField(label=_("Room"), required=False, max_length=60, help_text=_("Name or number"))
    since = forms.DateTimeField(
        label=_("Since"), required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    until = forms.DateTimeField(
        label=_("Until"), required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    is_removed = forms.BooleanField(label=_("Removed or deleted only"), required=False)
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
            problem = (
                _("More than one person has that name. Use the email address.") if found else _("No person found.")
            )
            raise forms.ValidationError(problem)
        return found[0]

    def clean_room(self) -> Room | None:
        """Return the room."""
        words: str = self.cleaned_data["room"]
        room = room_called(words) if words else None
        if words and room is None:
            raise forms.ValidationError(_("No room with that name. For a closed room, enter its number."))
        return room

    def found(self, reader: User) -> Found:
        """Return a page of what is searched for, in what ``reader`` may read."""
        given = dict(self.cleaned_data)
        terms, before = given.pop("text"), given.pop("before")
        wanted = Wanted(**given, hidden=Room.objects.hidden_from(reader))
        return browse_texts(terms, wanted, by=reader, before=before) if terms else browse(wanted, before)


def _people_called(words: str) -> QuerySet[User]:
    return User.objects.filter(email=words) if "@" in words else User.objects.filter(name=words)


class MessageActionForm(forms.Form):
    """An action on messages, with its reason."""

    action = forms.ChoiceField(choices=[("take_away", _("Remove")), ("restore", _("Restore"))])
    reason = forms.CharField(label=_("Reason"), required=False, max_length=MAX_REASON_CHARS)

    @property
    def complaint(self) -> str:
        """Return what is not valid."""
        return " ".join(str(line) for lines in self.errors.values() for line in lines)

    def clean(self) -> None:
        """Refuse to remove without a reason."""
        if self.cleaned_data.get("action") == "take_away" and not self.cleaned_data.get("reason"):
            raise forms.ValidationError(
                _("Give a reason. The author sees it, and it is recorded in the moderation log.")
            )
