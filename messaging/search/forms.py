"""What may come in about a search."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import forms
from django.utils.translation import gettext_lazy as _

from chatsite.web.forms import IdField, StrictForm
from messaging.search.language import DATES, MAX_CHARS, MAX_TERMS, Term, days_meant, parse
from messaging.search.queries import MAX_PAGE, PAGE

MAX_ZONE_CHARS = 64
_ANY_DAY = date(2000, 1, 2)


class QueryField(forms.CharField):
    """What is typed into the search box, as its terms."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=MAX_CHARS, **kwargs)

    def clean(self, value: object) -> list[Term]:
        """Return the terms."""
        terms = parse(super().clean(value))
        if self.required and not terms:
            raise forms.ValidationError(_("Enter a word to search for."), code="required")
        if len(terms) > MAX_TERMS:
            raise forms.ValidationError(_("Search for at most {count} things at once.").format(count=MAX_TERMS))
        for term in terms:
            if term.kind in DATES and days_meant(term.text, _ANY_DAY) is None:
                sentence = _("“{text}” isn't a date. Write one like 2026-11-29, or today or yesterday.")
                raise forms.ValidationError(sentence.format(text=term.text))
        return terms


class ZoneField(forms.CharField):
    """The name of a time zone, such as ``Europe/Berlin``; without one UTC."""

    def clean(self, value: object) -> ZoneInfo:
        """Return the zone."""
        name = super().clean(value)
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, OSError, ValueError):
            raise forms.ValidationError(_("There is no time zone of that name.")) from None


class SearchForm(StrictForm):
    """A search: in all rooms or in one, the newest hits or those before a message."""

    q = QueryField()
    room_id = IdField(required=False)
    before = IdField(required=False)
    limit = forms.IntegerField(initial=PAGE, min_value=1, max_value=MAX_PAGE)
    tz = ZoneField(initial="UTC", max_length=MAX_ZONE_CHARS)
