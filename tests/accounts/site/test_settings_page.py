"""The admin's page “Settings”: what it stores, and where people see it."""

import io
import json
from pathlib import Path

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts import mails
from accounts.models import ModerationEntry
from accounts.site import services
from accounts.upkeep import pruning
from chatsite.contract.errors import NotAllowed
from chatsite.models import MAX_SITE_TEXT_CHARS, Site
from chatsite.web.bodies import body_limit
from tests.accounts.pictures.samples import saved

PAGE = "/admin/settings/"
TEXTS = {"name": "Garden & Co", "description": "Who waters what", "welcome": "Hello *there*", "rules": "- Be **kind**"}

pytestmark = pytest.mark.django_db(transaction=True)


def store(desk: Client, **fields) -> str:
    response = desk.post(PAGE, TEXTS | fields, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def a_logo(data: bytes = b"") -> SimpleUploadedFile:
    picture = data or saved(Image.new("RGBA", (300, 150), (200, 20, 20, 255)), "PNG")
    return SimpleUploadedFile("logo.png", picture, "image/png")


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_visitors_see_the_name_the_line_and_the_rules(desk, client):
    store(desk)
    sign_in, register = (client.get(path).content.decode() for path in ("/login/", "/register/"))
    assert "<title>Sign in · Garden &amp; Co</title>" in sign_in
    assert "Sign in to Garden &amp; Co" in sign_in
    assert "Who waters what" in sign_in
    assert "Hello <em>there</em>" in register
    assert "Be <strong>kind</strong>" in register
    assert "you agree to follow these rules" in register


def test_as_installed_there_are_no_rules_to_agree_to(desk, client):
    page = client.get("/register/").content.decode()
    assert "Join Chatsite" in page
    assert "rules" not in page


def test_members_see_the_name_and_can_read_about_the_site(desk):
    assert 'id="about"' not in desk.get("/").content.decode()
    store(desk)
    chat = desk.get("/").content.decode()
    assert '<meta name="application-name" content="Garden &amp; Co">' in chat
    assert "<title>Garden &amp; Co</title>" in chat
    assert 'data-opens="about"' in chat
    assert "Be <strong>kind</strong>" in chat.partition('id="about"')[2]


def test_the_app_is_installed_under_the_name_and_the_logo(desk, client):
    store(desk, logo=a_logo())
    response = client.get("/manifest.webmanifest")
    manifest = json.loads(response.content)
    assert response["Content-Type"] == "application/manifest+json"
    assert (manifest["name"], manifest["description"]) == ("Garden & Co", "Who waters what")
    assert [icon["src"].startswith("/media/site/") for icon in manifest["icons"]] == [True, True]
    for icon in manifest["icons"]:
        picture = Image.open(io.BytesIO(b"".join(client.get(icon["src"]).streaming_content)))
        assert f"{picture.width}x{picture.height}" == icon["sizes"]


def test_errors_and_mails_are_in_the_site_s_name(desk, client, alice):
    store(desk)
    assert "Garden &amp; Co</title>" in client.get("/nowhere", headers={"Accept": "text/html"}).content.decode()
    mails.password_changed(user_id=alice.pk)
    (letter,) = mail.outbox
    assert letter.subject == "Your password was changed · Garden & Co"
    assert letter.from_email == "Garden & Co <chatsite@localhost>"


def test_mails_keep_a_sender_with_a_name_and_as_installed_have_none(desk, alice, settings):
    mails.password_changed(user_id=alice.pk)
    settings.DEFAULT_FROM_EMAIL = "The Garden <chat@example.org>"
    store(desk)
    mails.password_changed(user_id=alice.pk)
    assert [letter.from_email for letter in mail.outbox] == ["chatsite@localhost", "The Garden <chat@example.org>"]
    assert mail.outbox[0].subject == "Your password was changed"


def test_a_logo_is_stored_anew_replaced_and_removed(desk, settings):
    store(desk, logo=a_logo())
    first = files(settings.MEDIA_ROOT)
    assert [name.startswith("site/") and name.endswith(".png") for name in first] == [True, True]
    store(desk)
    assert files(settings.MEDIA_ROOT) == first
    store(desk, logo=a_logo())
    second = files(settings.MEDIA_ROOT)
    assert len(second) == 2
    assert not set(first) & set(second)
    store(desk, removes_logo="on")
    assert files(settings.MEDIA_ROOT) == []
    assert Site.objects.get().logo == ""


def test_a_logo_keeps_its_transparency_and_an_icon_has_none(desk, settings):
    store(desk, logo=a_logo())
    row = Site.objects.get()
    logo, icon = (Image.open(settings.MEDIA_ROOT / name) for name in (row.logo, row.icon))
    assert (logo.size, logo.mode, logo.getpixel((96, 4))[3]) == ((192, 192), "RGBA", 0)
    assert (icon.size, icon.mode, icon.getpixel((4, 4))) == ((512, 512), "RGB", (255, 255, 255))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"logo": a_logo(b"<svg onload=alert(1)>")}, "This picture can&#x27;t be read."),
        ({"name": "ev\u202eil"}, "a character that can&#x27;t be used in a name"),
        ({"rules": "x" * (MAX_SITE_TEXT_CHARS + 1)}, "at most 5000 characters"),
    ],
)
def test_what_is_refused_says_why_and_changes_nothing(desk, settings, fields, sentence):
    assert sentence in store(desk, **fields)
    assert not Site.objects.exclude(name="").exists()
    assert files(settings.MEDIA_ROOT) == []


def test_a_file_over_the_limit_is_refused_in_the_form(desk, settings):
    settings.MAX_UPLOAD_BYTES = 100
    assert "The file is too large." in store(desk, logo=a_logo())


def test_the_server_accepts_a_larger_body_for_this_page_only(settings):
    headers = [(b"content-type", b"multipart/form-data; boundary=x")]
    limits = [body_limit({"path": path, "method": "POST", "headers": headers}) for path in (PAGE, "/admin/")]
    assert limits[0] > settings.MAX_UPLOAD_BYTES
    assert limits[1] == settings.MAX_BODY_BYTES


def test_the_change_is_in_the_log_once(desk):
    for _ in range(2):
        store(desk, logo=a_logo()) if not Site.objects.exists() else store(desk)
    (entry,) = ModerationEntry.objects.filter(action="site_changed")
    assert entry.detail == ("name: – → Garden & Co; description: – → Who waters what; logo; welcome message; rules")


def test_only_administrators_change_it(client, alice):
    client.force_login(alice)
    assert client.get(PAGE, headers={"Accept": "text/html"}, follow=True).status_code == 403
    with pytest.raises(NotAllowed):
        services.change_identity(by=alice, texts=TEXTS)


def test_the_page_names_the_settings_of_the_server(desk, settings):
    settings.REGISTRATION, settings.SITE_URL = "approval", "https://chat.example.org"
    page = desk.get(PAGE).content.decode()
    for words in ("an administrator reviews each new account", "https://chat.example.org", "EMAIL_URL", "REGISTRATION"):
        assert words in page


def test_cleaning_up_keeps_the_logo_in_use(desk, settings, monkeypatch):
    monkeypatch.setattr(pruning, "GRACE_S", -60)
    store(desk, logo=a_logo())
    used = files(settings.MEDIA_ROOT)
    (settings.MEDIA_ROOT / "site" / "left-over.png").write_bytes(b"x")
    assert sum(pruning.remove_pictures(pruning.orphaned_pictures())) == 1
    assert files(settings.MEDIA_ROOT) == used


def test_no_page_names_the_product_where_it_means_the_site(settings):
    pages = (settings.BASE_DIR / "templates").rglob("*.html")
    assert [page.name for page in pages if "Chatsite" in page.read_text(encoding="utf-8")] == []
