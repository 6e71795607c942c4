"""POST and DELETE /auth/profile/upload, and the files under /media/."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image

from accounts.models import User
from accounts.security import limits
from chatsite.limits.window import Limit
from tests.accounts.pictures.samples import BLUE, RED, saved


def a_picture(colour: tuple[int, int, int] = RED) -> bytes:
    return saved(Image.new("RGB", (40, 30), colour), "PNG")


def upload(caller, data: bytes = b"", name: str = "me.png", **fields):
    parts = {"file": SimpleUploadedFile(name, data, "image/png"), **fields}
    response = caller.raw("POST", "/auth/profile/upload", encode_multipart(BOUNDARY, parts), MULTIPART_CONTENT)
    return response.status_code, response.json()


@pytest.fixture
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    return settings.MEDIA_ROOT


@pytest.fixture
def caller(media, signed_in, alice):
    return signed_in(alice)


def stored(media: Path) -> list[str]:
    return sorted(str(path.relative_to(media)) for path in media.rglob("*") if path.is_file())


@pytest.mark.django_db(transaction=True)
def test_a_picture_becomes_the_avatar(caller, media):
    status, body = upload(caller, a_picture())
    assert status == 200
    url = body["user"]["avatar_url"]
    assert stored(media) == [url.removeprefix("/media/")]
    response = caller.http.get(url)
    assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
    assert "immutable" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert Image.open(io.BytesIO(response.getvalue())).size == (40, 30)
    response.close()
    assert caller.call("GET", "/auth/me")[1]["user"]["avatar_url"] == url


@pytest.mark.django_db(transaction=True)
def test_pictures_are_limited_for_each_person(caller, monkeypatch):
    monkeypatch.setattr(limits, "PICTURES", Limit("picture", 1, 600))
    assert upload(caller, a_picture())[0] == 200
    status, body = upload(caller, a_picture(BLUE))
    assert (status, body["error"]["code"]) == (429, "rate_limited")


@pytest.mark.django_db(transaction=True)
def test_a_new_picture_has_a_new_name_and_the_old_file_goes(caller, media):
    first = upload(caller, a_picture())[1]["user"]["avatar_url"]
    second = upload(caller, a_picture(BLUE))[1]["user"]["avatar_url"]
    assert first != second
    assert stored(media) == [second.removeprefix("/media/")]


@pytest.mark.django_db(transaction=True)
def test_the_old_file_stays_when_the_change_is_rolled_back(caller, media, monkeypatch):
    first = upload(caller, a_picture())[1]["user"]["avatar_url"]

    def refuse(*_args, **_kwargs):
        raise RuntimeError("disk full")

    monkeypatch.setattr(User, "save", refuse)
    with pytest.raises(RuntimeError):
        upload(caller, a_picture(BLUE))
    assert stored(media) == [first.removeprefix("/media/")]


@pytest.mark.django_db(transaction=True)
def test_a_failed_upload_keeps_the_old_picture(caller, media):
    url = upload(caller, a_picture())[1]["user"]["avatar_url"]
    status, body = upload(caller, a_picture()[:40])
    assert (status, body["error"]["code"], list(body["error"]["fields"])) == (400, "invalid_input", ["file"])
    assert caller.call("GET", "/auth/me")[1]["user"]["avatar_url"] == url
    assert stored(media) == [url.removeprefix("/media/")]


def test_the_picture_can_be_taken_away(announced, media, signed_in, alice):
    caller = signed_in(alice)
    url = upload(caller, a_picture())[1]["user"]["avatar_url"]
    status, body = caller.call("DELETE", "/auth/profile/upload")
    assert (status, body["user"]["avatar_url"], stored(media)) == (200, None, [])
    assert caller.call("DELETE", "/auth/profile/upload")[0] == 200
    assert [received.payload["user"]["avatar_url"] for received in announced] == [url, None]


@pytest.mark.parametrize("name", ["../../evil.php", "x" * 300 + ".png", "a\x00.png", ".htaccess", "ä.svg"])
def test_the_name_of_the_file_means_nothing(caller, media, name):
    assert upload(caller, a_picture(), name)[0] == 200
    assert [Path(path).suffix for path in stored(media)] == [".webp"]


def test_an_oversized_file_is_named_by_both_sizes(caller, media, settings):
    settings.MAX_UPLOAD_BYTES = 2**20
    status, body = upload(caller, b"x" * (2**20 + 1))
    assert (status, body["error"]["code"]) == (413, "too_large")
    assert "limit is 1 MB" in body["error"]["message"]
    assert stored(media) == []


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        ("{}", "application/json", 415),
        ("file=x", "application/x-www-form-urlencoded", 415),
        ("junk", MULTIPART_CONTENT, 400),
        ("junk", "multipart/form-data", 400),
    ],
)
def test_anything_but_a_form_with_a_file_is_refused(caller, data, content_type, status):
    assert caller.raw("POST", "/auth/profile/upload", data, content_type).status_code == status


def test_an_empty_file_and_an_unknown_field_are_named(caller):
    assert list(upload(caller, b"")[1]["error"]["fields"]) == ["file"]
    assert list(upload(caller, a_picture(), extra="x")[1]["error"]["fields"]) == ["extra"]


def test_a_visitor_uploads_nothing(visitor, media):
    assert upload(visitor, a_picture())[0] == 401
    assert stored(media) == []


@pytest.mark.parametrize(
    "path",
    [
        "../secret.txt",
        "avatars/../../secret.txt",
        "..%2fsecret.txt",
        "%2e%2e/secret.txt",
        "/etc/passwd",
        "//etc/passwd",
        "link.txt",
        "folder/secret.txt",
        ".hidden",
        ".git/config",
        "a%00.webp",
        "avatars/%00",
        "avatars/",
        "avatars",
        "nothing.webp",
        "x" * 5000,
        "%ff%fe",
    ],
)
def test_media_never_leaves_its_root(media, visitor, path):
    (media / "avatars").mkdir()
    (media / "link.txt").symlink_to(media.parent / "secret.txt")
    (media / "folder").symlink_to(media.parent)
    (media / ".hidden").write_text("secret")
    (media / ".git").mkdir()
    (media / ".git" / "config").write_text("secret")
    response = visitor.http.get(f"/media/{path}")
    assert response.status_code == 404
    assert b"secret" not in response.content.replace(b"/secret", b"")
