"""How much space people and rooms use. A file that is stored once counts for each of them, as in their limits."""

from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils import timezone

from accounts.models import User
from messaging.attachments.limits import COUNTED, DAY
from messaging.attachments.models import Attachment, StoredFile, Upload
from rooms.models import Room

SHOWN = 50
TOTALS = {"files": Count("pk"), "bytes": Sum(COUNTED, default=0)}
DIRECT = Q(room__visibility=Room.Visibility.DIRECT)


def totals() -> dict[str, int]:
    """Return ``{"files", "bytes", "stored", "arriving"}``: of all, on the disk for originals, and still to come."""
    stored = StoredFile.objects.aggregate(bytes=Sum("size", default=0))["bytes"]
    arriving = Upload.objects.aggregate(bytes=Sum("length", default=0))["bytes"]
    return {**Attachment.objects.aggregate(**TOTALS), "stored": stored, "arriving": arriving}


def people() -> list[dict[str, Any]]:
    """Return the people whose files are largest together, with what they uploaded in the last day."""
    lately = Sum(COUNTED, filter=Q(created_at__gt=timezone.now() - DAY), default=0)
    found = _largest(Attachment.objects.values("owner").annotate(lately=lately), "owner")
    by_id = User.objects.in_bulk([row["owner"] for row in found if row["owner"]])
    return [row | {"person": by_id.get(row["owner"])} for row in found]


def rooms() -> list[dict[str, Any]]:
    """Return the rooms whose files are largest together; direct conversations, which are private, are left out."""
    return _by_room(Attachment.objects.all())


def in_direct_rooms() -> dict[str, int]:
    """Return how many files direct conversations have, and their bytes."""
    return Attachment.objects.filter(DIRECT).aggregate(**TOTALS)


def rooms_of(person: User) -> list[dict[str, Any]]:
    """Return in which rooms a person's files are; direct conversations are one row without a room."""
    theirs = Attachment.objects.filter(owner=person)
    direct = theirs.filter(DIRECT).aggregate(**TOTALS)
    return [*_by_room(theirs), *([{"room": None, **direct}] if direct["files"] else [])]


def _by_room(attachments: QuerySet[Attachment]) -> list[dict[str, Any]]:
    return _largest(attachments.exclude(DIRECT).values("room").annotate(name=F("room__name")), "room")


def _largest(groups: Any, key: str) -> list[dict[str, Any]]:
    """Return the largest of rows that are grouped by ``key``, with their totals."""
    return list(groups.annotate(**TOTALS).order_by("-bytes", key)[:SHOWN])
