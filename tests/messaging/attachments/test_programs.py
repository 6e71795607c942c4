"""Programs upload and download files with an access token, as far as it works."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import AccessToken, User
from accounts.tokens.services import create_token, revoke_token
from rooms.models import Room
from tests.messaging.attachments.test_tus import TUS, TYPE, facts

pytestmark = pytest.mark.django_db


def program(user: User, *scopes: str) -> Client:
    secret = create_token(by=user, user=user, name="CI", scopes=scopes or ("read", "write")).secret
    return Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {secret}"})


def begin(client: Client, room: Room) -> Any:
    about = {"Upload-Length": "10", "Upload-Metadata": facts(filename="a.txt", room_id=room.pk)}
    return client.generic("POST", "/uploads/", "", "", headers=TUS | about)


def append(client: Client, url: str, offset: int, body: bytes) -> Any:
    return client.generic("PATCH", url, body, TYPE, headers=TUS | {"Upload-Offset": str(offset)})


def test_a_program_uploads_in_parts(room: Room, alice: User) -> None:
    client = program(alice)
    url = begin(client, room)["Location"]
    assert append(client, url, 0, b"hello").status_code == 204
    assert client.head(url, headers=TUS)["Upload-Offset"] == "5"
    assert "Chatsite-Attachment" in append(client, url, 5, b"world").headers


def test_a_token_to_write_resumes_its_upload_and_reads_nothing_else(room: Room, alice: User, bob: User) -> None:
    client = program(alice, "write")
    url = begin(client, room)["Location"]
    assert append(client, url, 0, b"hello").status_code == 204
    assert client.head(url, headers=TUS)["Upload-Offset"] == "5"
    done = append(client, url, 5, b"world")["Chatsite-Attachment"]
    assert client.head(url, headers=TUS)["Chatsite-Attachment"] == done
    assert client.get(f"/attachments/{done}").status_code == 403
    assert program(bob, "write").head(url, headers=TUS).status_code == 404


def test_a_token_that_is_revoked_in_the_middle_uploads_no_more(room: Room, alice: User) -> None:
    client = program(alice)
    url = begin(client, room)["Location"]
    assert append(client, url, 0, b"hello").status_code == 204
    revoke_token(by=alice, user=alice, token_id=AccessToken.objects.get().pk)
    refused = append(client, url, 5, b"world")
    assert (refused.status_code, refused["Tus-Resumable"]) == (401, "1.0.0")


def test_a_program_downloads_what_its_person_may_read(attach: Any, alice: User, charlie: User) -> None:
    path = f"/media/attachments/{attach().pk}/notes.txt"
    assert b"".join(program(alice).get(path)) == b"hello"  # type: ignore[call-overload]
    assert program(alice, "write").get(path).status_code == 403
    wrong = Client(headers={"Authorization": "Bearer nonsense"})
    wrong.force_login(alice)
    assert wrong.get(path).status_code == 401
