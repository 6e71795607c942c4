"""What a notification says: in the words of its reader, at most 3 KB (docs/contract.md, "Pushes")."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from accounts.blocking.queries import blocked_by
from chatsite.contract.errors import ChatError
from chatsite.site.identity import identity
from chatsite.text.graphemes import shortened_to_bytes
from messaging.markup.plain import plain_text
from messaging.models import FILE_MARK
from messaging.notifications.facts import Facts
from messaging.notifications.models import NotificationSettings
from messaging.unread import unread_after
from rooms.models import Room, RoomCounter
from rooms.policies import require_pen, require_voice

MAX_BYTES: Final = 3_000
MAX_TITLE_BYTES: Final = 400
MAX_BODY_BYTES: Final = 2_000
SHORT_BODY_BYTES: Final = 200  # once a push service found a message too large

Contents = Mapping[str, Any]


def message_contents(facts: Sequence[Facts]) -> dict[tuple[int, int], dict[str, Any]]:
    """Return ``{(user id, room id): what a browser shows of a message}``, in a few queries for each room."""
    unread = _unread(facts)
    sounds = _with_sound({one.user.pk for one in facts})
    found = {}
    for one in facts:
        with translation.override(one.user.language or settings.LANGUAGE_CODE):
            title, body = _words(one)
        room_id, seq = one.candidate.room_id, one.candidate.seq
        found[one.candidate.pair] = {
            "kind": "message",
            "room_id": room_id,
            "seq": seq,
            "title": shortened_to_bytes(title, MAX_TITLE_BYTES),
            "body": shortened_to_bytes(body, MAX_BODY_BYTES),
            "url": f"/rooms/{room_id}/{seq}",
            "unread": max(1, unread.get(one.candidate.pair, 0)),
            "tag": f"room-{room_id}",
            "silent": one.user.pk not in sounds,
            "can_reply": _can_reply(one),
        }
    return found


def read_contents(room_id: int, version: int) -> Contents:
    """Return what closes the notifications of a room that was read up to a version."""
    return {"kind": "read", "room_id": room_id, "seq": version, "tag": f"room-{room_id}"}


def test_contents() -> Contents:
    """Return what a test shows, in the language of the request."""
    body = gettext("Notifications work in this browser.")
    return {"kind": "test", "title": identity().name, "body": body, "url": "/settings/notifications/", "tag": "test"}


def encoded(contents: Contents, *, is_short: bool = False) -> bytes:
    """Return contents as JSON within the bound; ``is_short`` leaves only the beginning of the text."""
    fitting = dict(contents)
    if is_short and "body" in fitting:
        fitting["body"] = shortened_to_bytes(fitting["body"], SHORT_BODY_BYTES)
    data = json.dumps(fitting, ensure_ascii=False, separators=(",", ":")).encode()
    if len(data) > MAX_BYTES and not is_short:
        return encoded(contents, is_short=True)
    return data


def _words(one: Facts) -> tuple[str, str]:
    """Return the title and the text: who wrote it, where, and what."""
    author = one.message.author.name if one.message.author else identity().name
    text = " ".join(plain_text(one.message.html).split()) or one.message.content or f"{FILE_MARK} {gettext('File')}"
    room = one.message.room
    if room.is_direct and not room.name:
        return author, text
    return room.name, gettext("{author}: {text}").format(author=author, text=text)


def _unread(facts: Sequence[Facts]) -> dict[tuple[int, int], int]:
    pointers: defaultdict[int, dict[int, int]] = defaultdict(dict)
    rooms: dict[int, Room] = {}
    for one in facts:
        if one.membership:
            rooms[one.candidate.room_id] = one.message.room
            pointers[one.candidate.room_id][one.user.pk] = one.place.read_upto
    counters = RoomCounter.objects.in_bulk(rooms)
    blocked = blocked_by({one.user.pk for one in facts}) if facts else {}
    found: dict[tuple[int, int], int] = {}
    for room_id, room in rooms.items():
        room.counter = counters[room_id]
        counted = unread_after(room, pointers[room_id], blocked)
        found |= {(user_id, room_id): count for user_id, count in counted.items()}
    return found


def _with_sound(user_ids: set[int]) -> set[int]:
    quiet = NotificationSettings.objects.filter(user__in=user_ids, sound=False).values_list("user", flat=True)
    return user_ids - set(quiet)


def _can_reply(one: Facts) -> bool:
    if one.membership is None or one.membership.left_at is not None or not one.message.room.is_active:
        return False
    one.membership.user, one.membership.room = one.user, one.message.room
    try:
        require_pen(one.membership, one.message.room.who_may_write)
        require_voice(one.membership)
    except ChatError:
        return False
    return True
