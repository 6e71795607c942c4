"""What the searcher sees: hits, and how their words were understood."""

from collections.abc import Sequence
from typing import cast

from accounts.payloads import user_payload
from chatsite.contract.payloads import FoundPayload, FoundRoomPayload, MessagePayload, UnderstoodPayload
from messaging.models import Message
from messaging.search.excerpts import Excerpted, excerpt_html
from messaging.search.language import TEXTS
from messaging.search.meaning import Understood
from messaging.sizes import listed_payload
from rooms.models import Room


def found_payload(message: Message, texts: Sequence[str]) -> FoundPayload:
    """Return a hit with the part of its text around the first of ``texts``; a long message only begins."""
    listed = listed_payload(message)
    return {
        "message": listed,
        "room": found_room_payload(message.room),
        "excerpt_html": excerpt_html(_excerpted(message, listed), texts),
    }


def _excerpted(message: Message, listed: MessagePayload) -> Excerpted:
    names = {str(user["id"]): user["name"] for user in listed["mentions"]}
    files = [one["name"] for one in listed["attachments"]]
    return Excerpted(message.content, message.html, files, lambda word: names.get(word, word))


def found_room_payload(room: Room) -> FoundRoomPayload:
    """Return a room by its name, a direct one by its members."""
    payload: FoundRoomPayload = {"id": room.pk, "name": room.name}
    if room.is_direct:
        payload["members"] = room.shown_members or []
    return payload


def understood_payload(one: Understood) -> UnderstoodPayload:
    """Return how a term was understood."""
    term, text = one.term, one.term.text
    if term.is_excluded and term.kind not in TEXTS:
        text = f"{term.kind}:{text}"
    payload = cast("UnderstoodPayload", {"kind": "without" if term.is_excluded else str(term.kind), "text": text})
    if one.user:
        payload["user"] = user_payload(one.user)
    if one.room:
        payload["room"] = found_room_payload(one.room)
    return payload
