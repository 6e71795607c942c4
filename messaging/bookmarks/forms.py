"""What may come in about bookmarks."""

from django import forms

from chatsite.web.forms import IdField, StrictForm, TextField
from messaging.bookmarks.models import MAX_NOTE_CHARS
from messaging.bookmarks.queries import PAGE


class BookmarkForm(StrictForm):
    """A note to a message that is kept."""

    note = TextField(max_length=MAX_NOTE_CHARS, required=False)


class BookmarksForm(StrictForm):
    """Which page of what is kept, of all rooms or of one."""

    before = IdField(required=False)
    room_id = IdField(required=False)
    limit = forms.IntegerField(initial=PAGE, min_value=1, max_value=PAGE)
