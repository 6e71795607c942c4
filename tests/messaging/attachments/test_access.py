"""Who gets a file: every role, every address, every state of its message and its room."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from messaging.attachments.models import Attachment
from messaging.attachments.payloads import attachment_payload
from messaging.attachments.storing.storage import put
from messaging.models import Message
from messaging.moderation.services import report_message, settle
from messaging.services import delete_message, restore_message
from messaging.upkeep.erasing import erase
from rooms.direct.services import open_direct
from rooms.memberships import join_room, leave_room
from rooms.models import Membership, Room
from rooms.moderation.services import ban_from_room, mute_member
from rooms.services import close_room, delete_room, reopen_room
from tests.support.conversation import say

ROLES = [
    "anonymous", "deactivated", "unconfirmed", "outsider", "former", "banned", "muted", "member", "moderator", "owner",
    "author", "administrator",
]  # fmt: skip
SEEN = {"former", "outsider", "muted", "member", "moderator", "owner", "author", "administrator"}
MEMBERS = {"muted", "member", "moderator", "owner", "author"}
# Who gets the file in each state; all others get 404, except those below.
STATES = {
    "public": SEEN,
    "closed": SEEN,
    "reopened": SEEN,
    "private": MEMBERS,
    "private and closed": MEMBERS,
    "deleted by its author": set(),
    "deleted by a moderator": set(),
    "restored": SEEN,
    "erased": set(),
    "room deleted": set(),
    "unsent": {"author"},
    "unsent and private": {"author"},
}
SOON = timezone.now() + timedelta(days=1)
REFUSED = {"anonymous": 401, "deactivated": 401, "unconfirmed": 403}


@pytest.fixture
def cast(room: Room, people: Any, make_user: Callable[..., User], admin: User) -> dict[str, User]:
    """Return a person for each role."""
    cast = {name: make_user(name.title()) for name in ROLES if name not in {"anonymous", "owner", "administrator"}}
    for name in ("former", "banned", "muted", "member", "moderator", "author", "deactivated", "unconfirmed"):
        join_room(room_id=room.pk, by=cast[name])
    Membership.objects.filter(user=cast["moderator"]).update(role=Membership.Role.MODERATOR)
    leave_room(room_id=room.pk, by=cast["former"])
    ban_from_room(room_id=room.pk, by=people.alice, user_id=cast["banned"].pk, reason="spam", until=SOON)
    mute_member(room_id=room.pk, by=people.alice, user_id=cast["muted"].pk, reason="spam", until=SOON)
    return cast | {"owner": people.alice, "administrator": admin}


@pytest.fixture
def file(room: Room, cast: dict[str, User], attach: Callable[..., Attachment], tmp_path: Any) -> Attachment:
    """Return a file of the author's with a preview, not sent yet."""
    found = attach("photo.jpg", b"original", by=cast["author"])
    preview = tmp_path / "preview"
    preview.write_bytes(b"preview")
    put(preview, f"attachments/{found.pk}/400")
    found.previews = [
        {"name": f"attachments/{found.pk}/400", "size": "small", "width": 400, "height": 300, "is_animated": False}
    ]
    found.save()
    return found


def bring_about(state: str, room: Room, cast: dict[str, User], file: Attachment) -> None:
    """Put the file's message and room into a state."""
    author, owner = cast["author"], cast["owner"]
    if "private" in state:
        Room.objects.filter(pk=room.pk).update(visibility=Room.Visibility.PRIVATE, active_name_key=None)
    if "unsent" in state:
        return
    seq = say(author, room, "look", attachment_ids=[file.pk])["seq"]
    message, of_room = {"room_id": room.pk, "seq": seq}, {"room_id": room.pk, "by": owner}
    steps: dict[str, list[Callable[[], object]]] = {
        "closed": [lambda: close_room(**of_room)],
        "private and closed": [lambda: close_room(**of_room)],
        "reopened": [lambda: close_room(**of_room), lambda: reopen_room(**of_room)],
        "deleted by its author": [lambda: delete_message(**message, by=author)],
        "deleted by a moderator": [lambda: delete_message(**message, by=owner, reason="spam")],
        "restored": [
            lambda: delete_message(**message, by=owner, reason="spam"),
            lambda: restore_message(**message, by=owner),
        ],
        "erased": [lambda: list(erase(Message.objects.filter(room=room)))],
        "room deleted": [lambda: delete_room(**of_room)],
    }
    for step in steps.get(state, []):
        step()


def client_of(role: str, cast: dict[str, User], settings: Any) -> Client:
    client = Client()
    if role != "anonymous":
        client.force_login(cast[role])
    if role == "deactivated":
        User.objects.filter(pk=cast[role].pk).update(is_active=False)
    if role == "unconfirmed":
        settings.EMAIL_VERIFICATION = "required"
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        User.objects.filter(pk=cast[role].pk).update(email_unconfirmed=True)
    return client


def addresses(file: Attachment) -> Iterator[tuple[str, bytes]]:
    """Yield each address of a file, with what it has."""
    shown = attachment_payload(file)
    yield shown["url"], b"original"
    yield shown["url"].replace("photo.jpg", "other name"), b"original"
    yield shown["previews"][0]["url"], b"preview"
    yield f"/attachments/{shown['id']}", b'{"attachment"'


def check(client: Client, file: Attachment, status: int, role: str = "") -> None:
    for url, content in addresses(file):
        for headers in ({}, {"Range": "bytes=0-"}, {"If-None-Match": "*"}):
            answer = client.get(url, headers=headers)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert answer.status_code in ({200, 206, 304} if status == 200 else {status}), (role, url, headers, body)
            assert body.startswith(content) == (answer.status_code in {200, 206}), (role, url, headers)
        assert client.head(url).status_code == status, (role, url)


@pytest.mark.parametrize("state", STATES)
def test_who_gets_a_file(room, cast, file, settings, state):
    clients = {role: client_of(role, cast, settings) for role in ROLES}
    bring_about(state, room, cast, file)
    for role, client in clients.items():
        check(client, file, 200 if role in STATES[state] else REFUSED.get(role, 404), role)


@pytest.mark.parametrize("role", ["member", "outsider", "former", "administrator", "anonymous"])
def test_who_gets_a_file_of_a_direct_room(room, cast, file, settings, role):
    direct = open_direct(by=cast["author"], user_ids=[cast["member"].pk]).room
    Attachment.objects.update(room=direct["id"])
    say(cast["author"], Room.objects.get(pk=direct["id"]), "look", attachment_ids=[file.pk])
    check(client_of(role, cast, settings), file, {"member": 200, "anonymous": 401}.get(role, 404))


def test_one_who_leaves_a_private_room_gets_its_files_no_more(room, cast, file, settings):
    client = client_of("member", cast, settings)
    bring_about("private", room, cast, file)
    check(client, file, 200)
    leave_room(room_id=room.pk, by=cast["member"])
    check(client, file, 404)


def test_one_who_is_banned_gets_them_no_more_and_after_the_ban_again(room, cast, file, settings):
    client = client_of("member", cast, settings)
    bring_about("public", room, cast, file)
    ban_from_room(room_id=room.pk, by=cast["owner"], user_id=cast["member"].pk, reason="spam", until=SOON)
    check(client, file, 404)
    Membership.objects.filter(user=cast["member"]).update(banned_until=timezone.now())
    check(client, file, 200)


def test_what_is_not_there_is_not_found(alice, signed_in):
    for url in (
        "/media/attachments/00000000-0000-7000-8000-000000000000/a",
        "/attachments/" + "0" * 36,
        "/attachments/x",
    ):
        assert signed_in(alice).get(url).status_code == 404


@pytest.mark.parametrize("is_private", [False, True])
def test_administrators_get_the_files_of_a_reported_message_until_it_is_settled(
    room: Room, cast: dict[str, User], file: Attachment, settings: Any, is_private: bool
) -> None:
    seq = say(cast["author"], room, "look", attachment_ids=[file.pk])["seq"]
    report = report_message(by=cast["member"], room_id=room.pk, seq=seq, reason="spam")
    if is_private:
        Room.objects.filter(pk=room.pk).update(visibility=Room.Visibility.PRIVATE, active_name_key=None)
    delete_message(room_id=room.pk, seq=seq, by=cast["author"])
    judge = client_of("administrator", cast, settings)
    check(judge, file, 200)
    page = judge.get(f"/admin/messaging/report/{report.pk}/change/").content.decode()
    assert attachment_payload(file)["url"] in page
    for role in ("owner", "moderator", "member", "author"):
        check(client_of(role, cast, settings), file, 404, role)
    settle(report, by=cast["administrator"], status="dismissed", answer="")
    check(judge, file, 404)
