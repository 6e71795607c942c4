"""What may come in about mentions."""

from django import forms

from chatsite.web.forms import MAX_INTEGER, IdField, StrictForm
from messaging.mentions.queries import MAX_ENTRIES


class InboxForm(StrictForm):
    """Which page of the inbox: all before a mention, or the unread of these."""

    before = IdField(required=False, min_value=-MAX_INTEGER)  # earlier answers have ids below 0
    limit = forms.IntegerField(initial=MAX_ENTRIES, min_value=1, max_value=MAX_ENTRIES)
    unread = forms.BooleanField(required=False)


class SeenForm(StrictForm):
    """Up to which mention the caller has seen those in rooms of others."""

    seen = IdField()
