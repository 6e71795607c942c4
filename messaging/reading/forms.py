"""What may come in about reading."""

from django import forms
from django.utils.translation import gettext_lazy as _

from chatsite.web.forms import IdField, NumbersByIdField, StrictForm
from messaging.reading.queries import MOST_ROOMS


class ReadForm(StrictForm):
    """How far the room has been read, from where on it counts as unread again, or that its newest message does."""

    seq = IdField(required=False)
    unread_from = IdField(required=False, min_value=1)
    unread = forms.BooleanField(required=False)

    def clean(self) -> None:
        """Insist on exactly one of the three."""
        given = [self.data.get("seq"), self.data.get("unread_from"), self.data.get("unread") or None]
        if sum(value is not None for value in given) != 1 or len(self.data) != 1:
            self.add_error("seq", _("Send one of seq, unread_from and unread."))


class PutBackForm(StrictForm):
    """Where the reader was in some rooms: ``{room id: last_read_seq}``."""

    rooms = NumbersByIdField()

    def clean_rooms(self) -> dict[int, int]:
        """Refuse more rooms than are read at once."""
        rooms: dict[int, int] = self.cleaned_data["rooms"]
        if len(rooms) > MOST_ROOMS:
            raise forms.ValidationError(_("At most {count} rooms at once.").format(count=MOST_ROOMS), code="too_many")
        return rooms
