"""Searching: what a person finds of what they may read at that moment, and how their words were understood."""

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chatsite.contract.answers import FoundAnswer
from chatsite.contract.errors import Unavailable
from chatsite.db.deadlines import DeadlinePassed
from chatsite.db.prepared import Prepared
from chatsite.limits.window import limited
from chatsite.text.times import timestamp
from messaging.features import fetch_parts
from messaging.models import Message
from messaging.search import limits
from messaging.search.finding import Finding
from messaging.search.index.building import progress
from messaging.search.language import Term
from messaging.search.matching import Asked, Row
from messaging.search.meaning import Meaning, understand
from messaging.search.payloads import found_payload, understood_payload
from messaging.search.rights import hidden_authors, readable_rooms
from messaging.search.turns import turns
from rooms.models import RoomQuerySet
from rooms.payloads import fetch_members
from rooms.queries import room_to_read

PAGE: Final = 20
MAX_PAGE: Final = 50


@limited(limits.searches)
def search(
    *,
    by: User,
    terms: Sequence[Term],
    zone: ZoneInfo,
    room_id: int | None = None,
    before: int | None = None,
    limit: int = PAGE,
) -> FoundAnswer:
    """Return the newest messages that ``by`` may read and that ``terms`` ask for, or those before a message.

    Raises:
        NotFound: there is no room ``room_id``, or ``by`` may not see it.
        NotAllowed: ``by`` is banned from it.
        RateLimited: too many searches, or an earlier one still runs.
        Unavailable: too many people search.
    """
    rooms = readable_rooms(by)
    if room_id is not None:
        rooms = rooms.filter(pk=room_to_read(by, room_id).pk)
    with turns.turn(by.pk):
        started = time.monotonic()
        meaning = understand(terms, by=by, zone=zone, rooms=rooms)
        finding = _found(by, meaning, before, limit)
        messages = _shown(by, rooms, meaning.asked, finding.found[:limit])
        fetch_members([one.room for one in meaning.understood if one.room])
        return {
            "results": [found_payload(message, meaning.asked.texts) for message in messages],
            "has_more": finding.has_more,
            "before": finding.cursor,
            "searched_back_to": timestamp(finding.back_to),
            "understood": [understood_payload(one) for one in meaning.understood],
            "is_complete": progress().is_complete,
            "took_ms": round((time.monotonic() - started) * 1000),
        }


def _found(by: User, meaning: Meaning, before: int | None, limit: int) -> Finding:
    """Find messages in what could be read when the search began; whether each can be shown is seen at its end."""
    asked = replace(meaning.asked, without_authors=meaning.asked.without_authors | hidden_authors(by))
    finding = Finding(Message.objects.filter(deleted_at=None), replace(meaning, asked=asked), before, limit)
    try:
        finding.run()
    except DeadlinePassed:
        raise Unavailable(_("The search took too long. Try again, or search for something longer.")) from None
    return finding


def _shown(by: User, within: RoomQuerySet, asked: Asked, ids: Sequence[int]) -> list[Message]:
    """Return hits with all that is shown of them, without those that changed or may not be read any more.

    The rights are read last: what was read before them is no newer than the right to read it.
    """
    by_id = {message.pk: message for message in _with_payload(ids)}
    fitting = fetch_parts(by_id[row.pk] for row in asked.fitting([_row(one) for one in by_id.values()]))
    rooms = within.in_bulk({message.room_id for message in fitting}) if fitting else {}
    hidden = hidden_authors(by)
    fetch_members(rooms.values())
    shown = [one for one in fitting if one.room_id in rooms and one.author_id not in hidden]
    for message in shown:
        message.room = rooms[message.room_id]
    return shown


_with_payload = Prepared(lambda ids: Message.objects.filter(pk__in=ids, deleted_at=None).with_payload().order_by("-pk"))


def _row(one: Message) -> Row:
    return Row(one.pk, one.room_id, one.author_id, one.created_at, one.content, one.html, one.features)
