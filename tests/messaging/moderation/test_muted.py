"""Muted everywhere: no free text by any way. Each field of each endpoint and event that takes some is tried."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import ModerationEntry, User
from accounts.moderation.sanctions import mute
from chatsite.contract.errors import NotAllowed
from chatsite.contract.events import ClientEvent
from chatsite.text.times import FOREVER
from chatsite.web.api import Endpoint
from chatsite.web.forms import NameField, StrictForm, TextField
from chatsite.web.tokens import SAFE_METHODS
from feedback.models import Feedback
from messaging.attachments.services import receive
from messaging.live.handlers import HANDLERS, ServiceEvent
from messaging.models import Message, Report
from messaging.webhooks.outgoing.services import add
from rooms import roles, services
from rooms.memberships import join_room
from rooms.models import Membership, Room
from rooms.moderation import services as moderation
from tests.accounts.pictures.samples import corners, saved
from tests.messaging.test_policy_table import NAMES, WORDS
from tests.support.conversation import say

TEXT = "buy at http://example.org"
REPORT = {"room_id": "ROOM", "seq": "SEQ", "reason": "spam"}
# What else a request needs before its text is looked at. An endpoint that takes text and is missing here fails.
TRIED: dict[str, dict[str, Any]] = {
    "PUT auth/profile": {},
    "POST auth/profile/upload": {},
    "POST rooms": {"name": "Garden"},
    "PATCH rooms/ROOM": {},
    "POST rooms/ROOM/messages": {},
    "POST rooms/ROOM/attachments": {},
    "PATCH attachments/ATTACHMENT": {},
    "POST attachments/ATTACHMENT/poster": {},
    "POST rooms/ROOM/messages/SEQ/forward": {"room_id": "ROOM"},
    "PATCH rooms/ROOM/messages/SEQ": {},
    "DELETE rooms/ROOM/messages/SEQ": {},
    "PUT rooms/ROOM/members/DORA/mute": {"reason": "spam"},
    "DELETE rooms/ROOM/members/DORA/mute": {},
    "PUT rooms/ROOM/members/DORA/ban": {"reason": "spam"},
    "DELETE rooms/ROOM/members/DORA/ban": {},
    "POST rooms/ROOM/members/DORA/remove": {"reason": "spam"},
    "DELETE rooms/ROOM/members/DORA": {"reason": "spam"},
    "POST rooms/ROOM/webhooks": {},
    "POST reports": REPORT,
    "POST outgoing-webhooks": {
        "room_id": "ROOM",
        "url": "https://ci.example.org/",
        "events": ["new_message"],
    },
    "PATCH outgoing-webhooks/OUTGOING": {},
    "POST feedback": {},
    "event create_room": {"name": "Garden"},
    "event send_message": {"room_id": "ROOM"},
    "event edit_message": {"room_id": "ROOM", "seq": "SEQ"},
    "event delete_message": {"room_id": "ROOM", "seq": "SEQ"},
}
OWN = {"PATCH rooms/ROOM/messages/SEQ", "event edit_message"}  # only of one's own message
# There one has no account yet, or is an administrator, who cannot be muted.
BY_OTHERS = {"POST auth/register", "POST auth/setup", "POST users/DORA/warnings"}
# The names of tokens, which their owner alone reads, and of bots, which administrators make.
BY_OTHERS |= {"POST auth/tokens", "POST bots", "PATCH bots/BOT", "POST bots/BOT/picture", "POST bots/BOT/tokens"}
# A note, and the name of a device, that their writer alone reads.
BY_OTHERS |= {"PUT auth/bookmarks/MESSAGE", "POST auth/push"}
# What a webhook posts is its bot's, which is muted for itself.
BY_OTHERS |= {"POST hooks/SECRET"}
BY_OTHERS |= {f"{method} users/DORA/{act}" for method in ("PUT", "DELETE") for act in ("mute", "ban")}


def endpoint_forms(
    patterns: list[URLPattern | URLResolver], prefix: str = ""
) -> Iterator[tuple[str, type[StrictForm]]]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from endpoint_forms(pattern.url_patterns, path)
        elif isinstance(pattern.callback, Endpoint):
            for method in pattern.callback.actions.keys() - SAFE_METHODS:
                place = NAMES.sub(lambda match: WORDS[match[1]], path)
                yield f"{method} {place}", pattern.callback.actions[method].form


FORMS = dict(endpoint_forms(get_resolver().url_patterns)) | {f"event {name}": HANDLERS[name].form for name in HANDLERS}
TEXT_FIELDS = [
    (name, field)
    for name, form in sorted(FORMS.items())
    for field, kind in form.base_fields.items()
    if isinstance(kind, TextField | NameField | forms.FileField)
]


def test_every_way_to_send_text_is_tried():
    assert {name for name, _ in TEXT_FIELDS} == TRIED.keys() | BY_OTHERS


@pytest.fixture
def places(room: Room, alice: User, make_user: Any, admin: User, settings: Any, tmp_path: Any) -> dict[str, Any]:
    """Return what is in the room of Alice, who is muted everywhere."""
    dora = make_user("Dora")
    join_room(room_id=room.pk, by=dora)
    found = {"ROOM": room.pk, "DORA": dora.pk, "OWN": say(alice, room)["seq"], "SEQ": say(dora, room)["seq"]}
    settings.MEDIA_ROOT, settings.UPLOAD_FREE_BYTES = tmp_path, 0
    found["ATTACHMENT"] = receive(by=alice, room_id=room.pk, file=ContentFile(b"notes"), name="notes.txt").pk
    found["OUTGOING"] = add(
        by=alice, room_id=room.pk, name="CI", url="https://ci.example.org/", events=["new_message"]
    )[0].pk
    Membership.objects.filter(user=dora).update(muted_until=FOREVER)
    mute(alice, by=admin, until=FOREVER, reason="Calm down.")
    alice.refresh_from_db()
    return found


def counts() -> list[Any]:
    """Return what would have changed."""
    kept = [list(model.objects.order_by("pk").values()) for model in (Room, Message, Membership, Report, Feedback)]
    return [*kept, ModerationEntry.objects.count(), list(User.objects.order_by("pk").values("name", "avatar"))]


@pytest.mark.parametrize(("name", "field"), [(name, field) for name, field in TEXT_FIELDS if name not in BY_OTHERS])
def test_who_is_muted_everywhere_sends_no_text(places, alice, signed_in, name, field):
    client, before = signed_in(alice), counts()
    places |= {"SEQ": places["OWN"]} if name in OWN else {}
    body = {key: places.get(str(value), value) for key, value in TRIED[name].items()} | {field: TEXT}
    status, error = refusal(client, alice, *name.split(" "), body, places)
    assert (status, error["code"]) == (403, "not_allowed")
    assert error["message"].startswith("You're muted permanently.")
    assert counts() == before


def refusal(client: Client, muted: User, method: str, path: str, body: Any, places: Any) -> tuple[int, dict[str, Any]]:
    """Send it over HTTP, or to the event's handler, and return the status and the error."""
    if method == "event":
        with pytest.raises(NotAllowed) as refused:
            handle(muted, path, body)
        return refused.value.status, refused.value.as_payload()
    url = "/" + re.sub("ROOM|SEQ|DORA|ATTACHMENT|OUTGOING", lambda match: str(places[match[0]]), path)
    if "file" in body:
        answer = client.post(url, {"file": SimpleUploadedFile("me.png", saved(corners(), "PNG"), "image/png")})
    else:
        answer = client.generic(method, url, json.dumps(body), "application/json")
    return answer.status_code, answer.json()["error"]


def handle(muted: User, event: str, body: dict[str, Any]) -> None:
    handler = HANDLERS[event]
    if event == ClientEvent.SEND_MESSAGE:
        say(muted, Room.objects.get(pk=body["room_id"]), body["content"])
    assert isinstance(handler, ServiceEvent)
    handler.run(muted, handler.form.parse(body))


def test_who_is_muted_in_a_room_writes_there_by_no_other_way(room, alice, bob, make_user):
    """A moderator whom the owner muted renames nothing and gives no reasons; elsewhere they do as before."""
    dora = make_user("Dora")
    join_room(room_id=room.pk, by=dora)
    roles.set_role(room_id=room.pk, by=alice, user_id=bob.pk, role="moderator")
    moderation.mute_member(room_id=room.pk, by=alice, user_id=bob.pk, until=FOREVER, reason="spam")
    for act in (
        lambda: services.update_room(room_id=room.pk, by=bob, name=TEXT),
        lambda: moderation.mute_member(room_id=room.pk, by=bob, user_id=dora.pk, until=FOREVER, reason=TEXT),
        lambda: moderation.unmute_member(room_id=room.pk, by=bob, user_id=dora.pk, reason=TEXT),
        lambda: moderation.remove_member(room_id=room.pk, by=bob, user_id=dora.pk, reason=TEXT),
    ):
        with pytest.raises(NotAllowed, match="muted in this room"):
            act()
    services.create_room(by=bob, name="Elsewhere")


def test_who_is_muted_still_reports_without_a_note_and_takes_back_what_is_theirs(places, alice, signed_in):
    client = signed_in(alice)
    report = {key: places.get(value, value) for key, value in REPORT.items()}
    assert client.post("/reports", report, "application/json").status_code == 201
    assert client.delete(f"/rooms/{places['ROOM']}/messages/{places['OWN']}").status_code == 204
    assert client.put("/auth/profile", {"name": alice.name}, "application/json").status_code == 200
    assert client.delete("/auth/profile/upload").status_code == 200
    assert client.post(f"/rooms/{places['ROOM']}/leave").status_code == 204
