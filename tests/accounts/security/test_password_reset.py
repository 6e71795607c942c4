"""POST and PUT /auth/password-reset, its page, and `manage.py reset_link`."""

import json
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts import admin_actions
from accounts.models import OneTimeLink, User
from accounts.security.fields import session_hash
from accounts.security.links import reset_link
from accounts.security.sessions import EndReason
from chatsite.jobs.queue import run_due
from chatsite.models import Job
from chatsite.realtime import Revocation
from chatsite.web.addresses import site_origin
from tests.accounts.conftest import Caller
from tests.support.callers import PASSWORD

NEW = "another passphrase no one guesses"


def mailed_token(index: int = -1) -> str:
    return mail.outbox[index].body.split("?token=")[1].split()[0]


def asked(visitor, email: str = "alice@example.org") -> str:
    assert visitor.call("POST", "/auth/password-reset", {"email": email}) == (204, None)
    run_due()
    return mailed_token()


def test_a_mailed_link_changes_the_password_once_and_ends_every_session(visitor, signed_in, alice, announced):
    there = signed_in(alice)
    announced.clear()
    token = asked(visitor, "Alice@Example.org")
    (message,) = mail.outbox
    assert message.to == ["alice@example.org"]
    assert f"http://testserver/password-reset/?token={token}" in message.body
    assert visitor.http.get(f"/password-reset/?token={token}").status_code == 200
    body = {"token": token, "new_password": NEW}
    assert visitor.call("PUT", "/auth/password-reset", body) == (204, None)
    assert there.who() is None
    assert announced == [Revocation(alice.pk, EndReason.PASSWORD_CHANGED)]
    assert Caller().sign_in(alice.email)[0] == 401
    assert Caller().sign_in(alice.email, NEW)[0] == 200
    assert visitor.call("PUT", "/auth/password-reset", body)[0] == 404
    gone = visitor.http.get(f"/password-reset/?token={token}")
    assert (gone.status_code, b"no longer works" in gone.content) == (404, True)


def test_the_person_is_notified_of_a_changed_password(visitor, alice):
    visitor.call("PUT", "/auth/password-reset", {"token": asked(visitor), "new_password": NEW})
    run_due()
    assert mail.outbox[-1].subject == "Your password was changed"


def test_an_unknown_address_is_answered_alike_and_gets_no_mail(visitor, alice):
    assert visitor.call("POST", "/auth/password-reset", {"email": "nobody@example.org"}) == (204, None)
    assert run_due() == 1
    assert mail.outbox == []


def test_a_deactivated_person_gets_no_link(visitor, alice):
    User.objects.update(is_active=False)
    visitor.call("POST", "/auth/password-reset", {"email": alice.email})
    run_due()
    assert mail.outbox == []


def test_no_link_waits_in_the_database_for_its_mail(visitor, alice):
    visitor.call("POST", "/auth/password-reset", {"email": alice.email})
    assert "token" not in str(Job.objects.values().get())
    assert not OneTimeLink.objects.exists()


def test_a_weak_password_does_not_use_the_link_up(visitor, alice):
    token = asked(visitor)
    status, body = visitor.call("PUT", "/auth/password-reset", {"token": token, "new_password": "alice@example"})
    assert (status, list(body["error"]["fields"])) == (400, ["new_password"])
    assert visitor.call("PUT", "/auth/password-reset", {"token": token, "new_password": NEW})[0] == 204


def test_requests_of_strangers_neither_end_the_owner_s_link_nor_refuse_their_request(visitor, alice):
    token = asked(visitor)
    for n in range(6):
        assert Caller(f"192.0.2.{n}").call("POST", "/auth/password-reset", {"email": alice.email}) == (204, None)
    run_due()
    assert len(mail.outbox) == 3
    assert visitor.call("PUT", "/auth/password-reset", {"token": token, "new_password": NEW})[0] == 204


def test_the_owner_who_is_locked_out_gets_in_by_the_mailed_link(visitor, alice):
    for n in range(110):
        Caller(f"203.0.113.{n}").sign_in(alice.email, "guess")
    assert visitor.sign_in(alice.email)[0] == 429
    assert visitor.call("PUT", "/auth/password-reset", {"token": asked(visitor), "new_password": NEW})[0] == 204
    assert visitor.sign_in(alice.email, NEW)[0] == 200


def test_a_changed_password_ends_every_link(visitor, signed_in, alice):
    tokens = asked(visitor), asked(visitor)
    signed_in(alice).call("PUT", "/auth/profile", {"current_password": PASSWORD, "new_password": NEW})
    for token in tokens:
        assert visitor.call("PUT", "/auth/password-reset", {"token": token, "new_password": NEW})[0] == 404


def test_only_the_newest_links_are_good(alice):
    tokens = [reset_link(alice, origin="").partition("=")[2] for _ in range(6)]
    good = [token for token in tokens if Caller().http.get(f"/password-reset/?token={token}").status_code == 200]
    assert good == tokens[-4:]


@pytest.mark.parametrize("is_mailed", [True, False])
def test_a_mailed_link_confirms_the_address_and_one_handed_over_does_not(visitor, alice, is_mailed):
    User.objects.update(email_unconfirmed=True)
    token = reset_link(alice, origin="", is_mailed=is_mailed).partition("=")[2]
    assert visitor.call("PUT", "/auth/password-reset", {"token": token, "new_password": NEW})[0] == 204
    alice.refresh_from_db()
    assert alice.email_unconfirmed is not is_mailed


def test_a_link_ends_after_a_day(visitor, alice):
    token = asked(visitor)
    OneTimeLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert visitor.call("PUT", "/auth/password-reset", {"token": token, "new_password": NEW})[0] == 404


def test_the_link_leads_to_the_site_whatever_the_request_says(visitor, alice, settings):
    settings.SITE_URL = "https://chat.example.org"
    asked(visitor)
    assert "https://chat.example.org/password-reset/?token=" in mail.outbox[0].body


PORTS = ["9999", "80", "0", "65535", "443", "8443", "22", "00", ""]


@pytest.mark.parametrize("port", PORTS)
@pytest.mark.parametrize("link", ["reset", "confirmation", "waiting", "approved", "by hand"])
def test_without_site_url_a_link_takes_no_port_from_the_host_header(settings, rf, alice, ada, link, port):
    """The Host header is the caller's: a link in someone else's mail led to a port of the caller's choice."""
    settings.SITE_URL, settings.REGISTRATION = "", "approval" if link == "waiting" else "open"
    settings.EMAIL_VERIFICATION = "required" if link == "confirmation" else "off"
    host = {"Host": f"testserver:{port}" if port else "testserver"}
    request, said = rf.post("/", headers=host), ""
    request.user = ada
    if link == "by hand":
        said = admin_actions.make_reset_link(request, alice)
    elif link == "approved":
        User.objects.filter(pk=alice.pk).update(awaits_approval=True)
        admin_actions.approve(request, alice)
    else:
        new = {"email": "new@example.org", "name": "New", "password": PASSWORD}
        path, body = ("password-reset", {"email": alice.email}) if link == "reset" else ("register", new)
        assert Caller().raw("POST", f"/auth/{path}", json.dumps(body), headers=host).status_code < 300
    run_due()
    said += "".join(str(one.body) for one in mail.outbox)
    origins = set(re.findall(r"(http://[^/\s]+)/(?:password-reset|verify-email|admin|login)/", said))
    assert origins == {"http://testserver:80" if port == "80" else "http://testserver"}


def test_a_port_that_the_operator_named_is_kept(rf, settings):
    settings.SITE_URL, settings.TRUSTED_ORIGINS = "", ["http://testserver:8443"]
    origins = [site_origin(rf.get("/", headers={"host": f"testserver:{port}"})) for port in (8443, 8444)]
    assert origins == ["http://testserver:8443", "http://testserver"]


def test_a_host_that_is_not_ours_makes_no_link(visitor, alice):
    body = '{"email": "alice@example.org"}'
    response = visitor.raw("POST", "/auth/password-reset", body, headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert not Job.objects.exists()


def test_requests_are_limited_per_address(alice):
    caller = Caller("203.0.113.9")
    statuses = [caller.call("POST", "/auth/password-reset", {"email": f"{n}@example.org"})[0] for n in range(11)]
    assert statuses == [204] * 10 + [429]


@pytest.fixture
def no_mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"


def test_without_a_mail_server_the_page_says_whom_to_ask(visitor, alice, no_mail):
    status, body = visitor.call("POST", "/auth/password-reset", {"email": alice.email})
    assert (status, body["error"]["code"]) == (403, "not_allowed")
    assert "administrator" in body["error"]["message"]
    assert "administrator" in visitor.http.get("/password-reset/").content.decode()


def test_a_host_prints_a_link_that_works_without_mail(visitor, alice, no_mail):
    out = StringIO()
    call_command("reset_link", "ALICE@example.org", "--base-url", "https://chat.example.org/", stdout=out)
    link = out.getvalue().strip()
    assert link.startswith("https://chat.example.org/password-reset/?token=")
    token = link.partition("?token=")[2]
    assert Caller().who() is None
    assert visitor.call("PUT", "/auth/password-reset", {"token": token, "new_password": NEW})[0] == 204
    assert Caller().sign_in(alice.email, NEW)[0] == 200


def test_a_command_about_no_one_says_so(db):
    with pytest.raises(CommandError, match="No account has the email address"):
        call_command("reset_link", "nobody@example.org")


def test_two_who_use_one_link_at_once_are_distinguished(visitor, alice):
    token = asked(visitor)
    assert OneTimeLink.objects.filter(token_hash=session_hash(token)).exists()
    OneTimeLink.objects.all().delete()  # as the other's transaction just did
    assert visitor.call("PUT", "/auth/password-reset", {"token": token, "new_password": NEW})[0] == 404
