"""Searching the texts of all messages in the admin: by the same language, in all that the administrator may read."""

from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from chatsite.db.deadlines import DeadlinePassed
from messaging.browsing import PAGE, Found, Wanted, with_details
from messaging.models import Message, MessageQuerySet
from messaging.search.finding import Finding
from messaging.search.language import Term
from messaging.search.matching import Period
from messaging.search.meaning import Meaning, understand
from rooms.models import Room


def browse_texts(terms: Sequence[Term], wanted: Wanted, *, by: User, before: int | None = None) -> Found:
    """Return the newest messages that ``terms`` ask for and that are ``wanted``, deleted ones too, or those before one.

    A page that took too long says how far back it came.
    """
    finding = Finding(_rows(wanted), _meaning(terms, wanted, by), before, PAGE)
    try:
        finding.run()
    except DeadlinePassed:
        newest = Message.objects.aggregate(last=Max("pk"))["last"] or 0
        return Found([], newest + 1 if before is None else before, timezone.now())
    return Found(with_details(finding.found[:PAGE]), finding.cursor, finding.back_to)


def _meaning(terms: Sequence[Term], wanted: Wanted, by: User) -> Meaning:
    rooms = Room.objects.all() if wanted.hidden is None else Room.objects.exclude(pk__in=wanted.hidden)
    if wanted.room:
        rooms = rooms.filter(pk=wanted.room.pk)
    meaning = understand(terms, by=by, zone=timezone.get_current_timezone(), rooms=rooms)
    asked = replace(meaning.asked, periods=[*meaning.asked.periods, Period(wanted.since, wanted.until)])
    if wanted.author:
        authors = frozenset([wanted.author.pk])
        asked = replace(asked, authors=authors if asked.authors is None else authors & asked.authors)
    return replace(meaning, asked=asked)


def _rows(wanted: Wanted) -> MessageQuerySet:
    rows = Message.objects.all() if wanted.hidden is None else Message.objects.exclude(room__in=wanted.hidden)
    return rows.exclude(deleted_at=None) if wanted.is_removed else rows
