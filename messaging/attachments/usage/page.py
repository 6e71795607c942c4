"""The admin's Files page, and what a person's page shows of their files."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chatsite.backoffice.tabs import person_tab
from messaging.attachments.limits import bytes_since_yesterday, free_bytes
from messaging.attachments.names import size_in_words
from messaging.attachments.usage import queries


def show(request: HttpRequest) -> HttpResponseBase:
    """Show who uses how much space, to administrators; :data:`page` guards it."""
    context = {
        **admin.site.each_context(request),
        "title": _("Files"),
        "facts": _facts(),
        "people": [_worded(row) | {"lately": size_in_words(row["lately"])} for row in queries.people()],
        "rooms": [_worded(row) for row in queries.rooms()],
        "direct": _worded(queries.in_direct_rooms()),
    }
    return TemplateResponse(request, "admin/files.html", context)


page = admin.site.admin_view(show)


def _facts() -> list[tuple[object, object]]:
    found = queries.totals()
    return [
        (_("Files"), found["files"]),
        (_("Size of all files"), size_in_words(found["bytes"])),
        (_("Stored, the same content once"), size_in_words(found["stored"])),
        (_("Being uploaded"), size_in_words(found["arriving"])),
        (_("Limit for all files"), _limit(settings.UPLOAD_TOTAL_BYTES)),
        (_("Limit for a person in 24 hours"), _limit(settings.UPLOAD_BYTES_PER_DAY)),
        (_("Limit for a file"), size_in_words(settings.UPLOAD_FILE_BYTES)),
        (_("Free on the disk"), size_in_words(free_bytes())),
        (_("Kept free for the database"), size_in_words(settings.UPLOAD_FREE_BYTES)),
    ]


def _limit(size: int) -> object:
    return size_in_words(size) if size else _("none")


def _worded(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"size": size_in_words(row["bytes"])}


@person_tab("files", _("Files"), position=6)
def files_of(person: User) -> dict[str, Any]:
    """Return a person's limit, what they uploaded lately, and in which rooms their files are."""
    return {
        "limit": _limit(person.daily_upload_bytes),
        "has_own_limit": person.upload_bytes_per_day is not None,
        "lately": size_in_words(bytes_since_yesterday(person)),
        "rooms": [_worded(row) for row in queries.rooms_of(person)],
    }
