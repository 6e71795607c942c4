"""The moderation log in Django's admin: read, filter, download."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from accounts.models import ModerationEntry
from accounts.moderation.sentences import name_of
from chatsite.backoffice.moments import moment, moment_column
from chatsite.backoffice.tools import ReadOnlyAdmin
from chatsite.contract.sentences import Sentence
from chatsite.text.times import FOREVER, timestamp
from chatsite.web.exports import as_csv, as_json_lines

COLUMNS = [
    "id",
    "at",
    "by",
    "by_id",
    "action",
    "whom",
    "whom_id",
    "room",
    "room_id",
    "seq",
    "reason",
    "until",
    "detail",
]
READ_AT_ONCE = 1_000


@admin.register(ModerationEntry)
class ModerationEntryAdmin(ReadOnlyAdmin):
    """Every moderation action, newest first; read-only."""

    list_display = [moment_column("at", _("date")), "actor", "action", "target", "place", "reason", "term", "detail"]
    list_display_links = None
    list_filter = ["at", "action"]
    list_select_related = ["by", "whom"]
    list_per_page = 50
    search_fields = ["by__name", "by__email", "whom__name", "whom__email", "room_name", "reason", "detail"]
    search_help_text = _("Person, room, reason or detail")
    ordering = ["-pk"]
    change_list_template = "admin/moderation_log.html"

    def get_urls(self) -> list[URLPattern]:
        """Add the downloads."""
        download = self.admin_site.admin_view(self.download)
        return [path("download.<str:form>", download, name="moderation-log-download"), *super().get_urls()]

    def download(self, request: HttpRequest, form: str) -> HttpResponseBase:
        """Send the entries that match the list's filters and search, oldest first."""
        found = self.rows_listed(request).order_by("pk")
        rows = _rows(found.select_related("by", "whom").iterator(READ_AT_ONCE))
        if form == "csv":
            return as_csv(rows, COLUMNS, name="moderation-log")
        return as_json_lines(rows, name="moderation-log")

    @admin.display(description=_("by"), ordering="by")
    def actor(self, entry: ModerationEntry) -> Sentence:
        """Return who took the action."""
        return name_of(entry.by, entry.by_id) or _("Server")

    @admin.display(description=_("person"), ordering="whom")
    def target(self, entry: ModerationEntry) -> str:
        """Return whom the action concerns."""
        return name_of(entry.whom, entry.whom_id)

    @admin.display(description=_("room"), ordering="room_id")
    def place(self, entry: ModerationEntry) -> str:
        """Return the room and the message's position in it."""
        return f"{entry.room_name} / {entry.seq}" if entry.seq else entry.room_name

    @admin.display(description=_("until"), ordering="until")
    def term(self, entry: ModerationEntry) -> Any:
        """Return when it ends."""
        return _("permanently") if entry.until == FOREVER else moment(entry.until)


def _rows(entries: Iterable[ModerationEntry]) -> Iterator[dict[str, Any]]:
    for entry in entries:
        yield {
            "id": entry.pk,
            "at": timestamp(entry.at),
            "by": entry.by.name if entry.by else None,
            "by_id": entry.by_id,
            "action": entry.action,
            "whom": entry.whom.name if entry.whom else None,
            "whom_id": entry.whom_id,
            "room": entry.room_name or None,
            "room_id": entry.room_id,
            "seq": entry.seq,
            "reason": entry.reason,
            "until": timestamp(entry.until),
            "detail": entry.detail,
        }
