"""The first administrator: the printed link, /setup/ and POST /auth/setup."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import OneTimeLink, User
from tests.support.callers import PASSWORD

BODY = {"email": "ada@example.org", "name": "Ada", "password": PASSWORD}


def printed_link() -> str:
    out = StringIO()
    call_command("setup_link", "--base-url", "http://localhost:5000/", stdout=out)
    return out.getvalue().strip()


def token_of(link: str) -> str:
    return link.partition("?token=")[2]


def test_the_link_creates_the_first_administrator_once(visitor):
    link = printed_link()
    assert link.startswith("http://localhost:5000/setup/?token=")
    assert visitor.http.get(link).status_code == 200
    status, body = visitor.call("POST", "/auth/setup", BODY | {"token": token_of(link)})
    assert (status, body["user"]["role"], visitor.who()) == (201, "admin", "Ada")
    again = BODY | {"token": token_of(link), "email": "eve@example.org"}
    assert visitor.call("POST", "/auth/setup", again)[0] == 404
    assert visitor.http.get(link).status_code == 404
    assert User.objects.get().is_staff


def test_the_link_leads_to_the_site_unless_set_otherwise(db, settings):
    settings.SITE_URL = "https://chat.example.org"
    out = StringIO()
    call_command("setup_link", stdout=out)
    assert out.getvalue().startswith("https://chat.example.org/setup/?token=")


def test_a_link_is_refused_once_there_is_an_administrator(ada):
    with pytest.raises(CommandError, match="There is already an administrator"):
        printed_link()


def test_a_link_printed_before_an_administrator_was_made_otherwise_is_worthless(visitor):
    link = printed_link()
    User.objects.create_superuser(email="x@example.org", password=PASSWORD)
    assert visitor.call("POST", "/auth/setup", BODY | {"token": token_of(link)})[0] == 404


def test_a_newer_link_ends_the_older_one(visitor):
    old, new = printed_link(), printed_link()
    assert visitor.call("POST", "/auth/setup", BODY | {"token": token_of(old)})[0] == 404
    assert visitor.call("POST", "/auth/setup", BODY | {"token": token_of(new)})[0] == 201


def test_a_mistake_does_not_use_the_link_up(visitor):
    token = token_of(printed_link())
    assert visitor.call("POST", "/auth/setup", BODY | {"token": token, "password": "short"})[0] == 400
    assert visitor.call("POST", "/auth/setup", BODY | {"token": token})[0] == 201


@pytest.mark.parametrize("path", ["/setup/", "/setup/?token=", "/setup/?token=guess", "/setup/?token=%00"])
def test_without_the_link_there_is_nothing(visitor, path):
    printed_link()
    assert visitor.http.get(path).status_code == 404


def test_the_token_is_not_stored(visitor):
    token = token_of(printed_link())
    assert token not in str(OneTimeLink.objects.values().get())


def test_create_admin_reads_the_password_from_standard_input(db, monkeypatch, visitor):
    monkeypatch.setattr("sys.stdin", StringIO(PASSWORD + "\n"))
    call_command("create_admin", "Ada@example.org", "--name", "Ada", stdout=StringIO())
    assert visitor.sign_in("ada@example.org")[1]["user"]["role"] == "admin"


def test_create_admin_says_what_is_wrong(db, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO("short\n"))
    with pytest.raises(CommandError, match=r"password: .*too short"):
        call_command("create_admin", "ada@example.org", stdout=StringIO())
    assert not User.objects.exists()
