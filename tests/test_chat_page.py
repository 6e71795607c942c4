"""The chat page and the addresses it answers."""

import json
from pathlib import Path

import pytest
from django.test import Client

from accounts.models import User


@pytest.mark.parametrize("path", ["/", "/rooms/1/42", "/?room=3"])
def test_the_chat_is_shown_to_who_is_signed_in(client: Client, alice: User, path: str) -> None:
    client.force_login(alice)
    response = client.get(path)
    assert response.status_code == 200
    assert b'data-component="chat"' in response.content
    assert "csrftoken" in response.cookies


@pytest.mark.parametrize("path", ["/", "/rooms/1/42"])
def test_a_visitor_signs_in_first_and_comes_back(client: Client, db: None, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 302
    assert response["Location"] == f"/login/?next={path}"


def test_it_is_only_read(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.post("/").status_code == 405


def test_the_service_worker_is_served_from_the_root_and_never_stale(client: Client) -> None:
    response = client.get("/service-worker.js")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Cache-Control"] == "no-cache"
    assert b"X-Static-Version" in response.content


def test_the_page_names_the_version_of_its_files(client: Client, alice: User) -> None:
    client.force_login(alice)
    response = client.get("/")
    assert f'data-version="{response["X-Static-Version"]}"'.encode() in response.content


def test_the_page_is_compressed(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get("/", headers={"Accept-Encoding": "gzip"})["Content-Encoding"] == "gzip"


def test_the_manifest_names_icons_that_exist(client: Client) -> None:
    manifest = json.loads(client.get("/manifest.webmanifest").content)
    root = Path(__file__).parent.parent
    assert manifest["display"] == "standalone"
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}
    assert all((root / icon["src"].lstrip("/")).is_file() for icon in manifest["icons"])
