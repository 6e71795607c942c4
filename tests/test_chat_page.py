"""The chat page and the addresses it answers."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from chatsite.site.identity import Identity, reader
from chatsite.web import pages, worker
from tests.support.processes import program


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


@pytest.mark.node
def test_the_service_worker_is_one_script_without_what_only_modules_may_say(client: Client, tmp_path: Path) -> None:
    script = tmp_path / "worker.js"
    script.write_bytes(client.get("/service-worker.js").content)
    subprocess.run([program("node"), "--check", script], check=True)
    names = {path.name for path in Path(worker.__file__).parents[2].glob("static/js/worker/*.js")}
    assert names == {name.rpartition("/")[2] for name in worker.MODULES if name.startswith("worker/")}


def test_the_service_worker_speaks_the_readers_language(client: Client, settings: Any) -> None:
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    texts = [client.get("/service-worker.js", headers={"Accept-Language": code}).content for code in ("en", "de")]
    assert b'"Reply"' in texts[0]
    assert all(text.startswith(b"const WORKER_TEXTS = {") for text in texts)


def test_the_page_names_the_version_of_its_files(client: Client, alice: User) -> None:
    client.force_login(alice)
    response = client.get("/")
    assert f'data-version="{response["X-Static-Version"]}"'.encode() in response.content


def test_the_page_is_compressed(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get("/", headers={"Accept-Encoding": "gzip"})["Content-Encoding"] == "gzip"


def test_the_page_is_rendered_once_for_everyone_it_is_the_same_for(client: Client, alice: User, bob: User) -> None:
    pages.rendered_chat.cache_clear()
    answers = []
    for person in (alice, bob):
        client.force_login(person)
        answers.append(client.get("/"))
    assert [bool(answer.templates) for answer in answers] == [True, False]
    assert answers[0].content == answers[1].content
    assert b'name="email"' not in answers[1].content.partition(b'id="feedback-content"')[2]


def test_the_page_has_the_name_of_the_site_and_the_rights_of_its_reader(
    client: Client, alice: User, settings: Any
) -> None:
    client.force_login(alice)
    before = client.get("/").content
    reader.hold(Identity(own_name="Harbour"))
    assert b"<title>Harbour</title>" in client.get("/").content
    reader.hold(Identity())
    settings.ROOM_CREATION = "admins"
    assert client.get("/").content != before


def test_the_manifest_names_icons_that_exist(client: Client) -> None:
    manifest = json.loads(client.get("/manifest.webmanifest").content)
    root = Path(__file__).parent.parent
    assert manifest["display"] == "standalone"
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}
    assert all((root / icon["src"].lstrip("/")).is_file() for icon in manifest["icons"])
