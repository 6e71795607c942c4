"""Linking accounts: never by the email address alone; and unlinking, never the last way in."""

import zipfile
from functools import partial

import pytest
from django.core import mail

from accounts.admin_actions import PERSON_ACTIONS
from accounts.models import AccessToken, ModerationEntry, Session, TwoFactor, User
from accounts.moderation.models import Action
from accounts.security.links import reset_link
from accounts.single_sign_on.models import ExternalIdentity
from accounts.tokens.services import create_token
from chatsite.jobs.queue import run_due
from tests.accounts.single_sign_on.conftest import Traveller, said
from tests.support.callers import PASSWORD
from tests.support.commands import run

PROOF = {"current_password": PASSWORD}


@pytest.fixture
def known(provider, alice):
    """Have the provider vouch for Alice's address."""
    provider.claims = {"email": "ALICE@example.org", "sub": "alice-1"}
    return alice


def test_an_address_that_an_account_has_opens_nothing(provider, known, dora):
    response = dora.travel(provider, "/?room=3")
    assert response["Location"] == "/link-sign-in/"
    assert dora.who() is None
    assert not ExternalIdentity.objects.exists()
    page = dora.http.get("/link-sign-in/").content.decode()
    assert "alice@example.org" in page
    assert "alice-1" in page


def test_the_password_links_it_once(provider, known, dora):
    dora.travel(provider, "/?room=3")
    status, body = dora.call("POST", "/auth/identities/claim", {"current_password": "wrong"})
    assert (status, body["error"]["message"]) == (401, "That's not the password of this account.")
    assert dora.call("POST", "/auth/identities/claim", PROOF) == (200, {"url": "/sign-in/staff/"})
    assert dora.who() is None, "linking is no sign-in"
    assert dora.travel(provider, "/?room=3")["Location"] == "/?room=3"
    assert dora.who() == "Alice"
    assert ModerationEntry.objects.filter(action=Action.IDENTITY_LINKED, whom=known, by=known).exists()
    assert dora.call("POST", "/auth/identities/claim", PROOF)[0] == 403


def test_the_second_factor_is_asked_for_too(provider, known, dora):
    TwoFactor.objects.create(user=known, locked_secret="x", is_confirmed=True)
    dora.travel(provider)
    status, body = dora.call("POST", "/auth/identities/claim", PROOF)
    assert (status, body["error"]["code"]) == (401, "second_factor_required")
    assert not ExternalIdentity.objects.exists()


def test_an_account_whose_address_was_never_confirmed_is_not_linked(provider, known, dora):
    """Someone could have registered with Alice's address, with a password of their own, and waited for her."""
    User.objects.update(email_unconfirmed=True)
    dora.travel(provider)
    assert dora.call("POST", "/auth/identities/claim", PROOF)[0] == 403
    assert not ExternalIdentity.objects.exists()


def test_without_a_password_sign_in_the_password_still_proves_it(provider, known, settings, dora):
    settings.PASSWORD_SIGN_IN = False
    dora.travel(provider)
    assert dora.call("POST", "/auth/identities/claim", PROOF)[0] == 200


def test_nothing_is_claimed_by_who_did_not_come_back(provider, known, visitor):
    assert visitor.call("POST", "/auth/identities/claim", PROOF)[0] == 403
    assert visitor.http.get("/link-sign-in/")["Location"] == "/login/"


def link(provider, caller, **body):
    """Link the provider in the settings, and return the answer of coming back."""
    status, answer = caller.call("POST", "/auth/identities", {"provider": "staff", **PROOF, **body})
    assert status == 200, answer
    return caller.come_back(provider.authorize(answer["url"]))


def test_a_person_links_and_unlinks_in_the_settings(provider, alice, dora):
    dora.sign_in(alice.email)
    assert link(provider, dora)["Location"] == "/settings/account/"
    body = dora.call("GET", "/auth/identities")[1]
    [identity] = body["identities"]
    assert (identity["label"], identity["email"], identity["last_used_at"]) == ("Staff ID", "dora@example.org", None)
    assert body["providers"] == [{"name": "staff", "label": "Staff ID"}]
    other = Traveller()
    other.travel(provider)
    assert other.who() == "Alice"
    assert dora.call("DELETE", f"/auth/identities/{identity['id']}", {"current_password": "wrong"})[0] == 400
    assert dora.call("DELETE", f"/auth/identities/{identity['id']}", PROOF)[0] == 204
    assert (dora.who(), other.who()) == ("Alice", None)
    assert dora.call("DELETE", f"/auth/identities/{identity['id']}", PROOF)[0] == 404


def test_linking_takes_the_password(provider, alice, dora):
    dora.sign_in(alice.email)
    for proof in ({}, {"current_password": "wrong"}):
        assert dora.call("POST", "/auth/identities", {"provider": "staff", **proof})[0] == 400
    assert dora.call("POST", "/auth/identities", {"provider": "other", **PROOF})[0] == 404


def test_an_account_whose_address_is_not_confirmed_links_nothing(provider, alice, settings, dora):
    """A stranger who registered with Alice's address would keep a way in when she takes the account over by mail."""
    settings.EMAIL_VERIFICATION = "required"
    User.objects.update(email_unconfirmed=True)
    dora.sign_in(alice.email)
    assert dora.call("GET", "/auth/identities")[0] == 200
    status, body = dora.call("POST", "/auth/identities", {"provider": "staff", **PROOF})
    assert (status, body["error"]["code"]) == (403, "not_allowed")


def test_another_session_does_not_finish_a_link(provider, alice, bob, dora):
    """An attacker who has a victim open the end of the attacker's own linking would get into the victim's account."""
    dora.sign_in(alice.email)
    url = dora.call("POST", "/auth/identities", {"provider": "staff", **PROOF})[1]["url"]
    dora.sign_in(bob.email)
    response = dora.come_back(provider.authorize(url))
    assert said(response).startswith("You signed out before you came back.")
    assert not ExternalIdentity.objects.exists()


def test_what_is_linked_to_one_account_is_not_linked_to_another(provider, alice, dora):
    dora.travel(provider)
    other = Traveller()
    other.sign_in(alice.email)
    assert said(link(provider, other)) == "That sign-in is already linked to another account."
    assert ExternalIdentity.objects.get().user.name == "Dora"


def test_the_only_way_in_is_not_unlinked(provider, dora):
    dora.travel(provider)
    identity = ExternalIdentity.objects.get()
    status, body = dora.call("DELETE", f"/auth/identities/{identity.pk}", {})
    assert (status, body["error"]["code"]) == (409, "conflict")
    provider.claims = {"sub": "dora-2"}
    assert link(provider, dora)["Location"] == "/settings/account/"
    assert dora.call("DELETE", f"/auth/identities/{identity.pk}", {})[0] == 204
    assert dora.who() == "Dora", "this session goes on"
    assert dora.call("PUT", "/auth/preferences", {"clock": "24"})[0] == 200
    Session.objects.get().save()


def test_a_person_without_a_password_confirms_by_having_signed_in_just_now(provider, dora, monkeypatch):
    dora.travel(provider)
    assert dora.call("POST", "/auth/two-factor", {})[0] == 201
    monkeypatch.setattr("accounts.security.sessions.FRESH_S", -1)
    status, body = dora.call("DELETE", "/auth/account", {"confirmation": "dora@example.org"})
    assert (status, body["error"]["code"]) == (403, "not_allowed")
    assert "sign in again" in body["error"]["message"]


def test_a_fresh_session_replaces_no_password(provider, alice, dora):
    dora.sign_in(alice.email)
    assert dora.call("POST", "/auth/two-factor", {})[0] == 400


def test_an_administrator_links_and_unlinks(provider, alice, ada, dora):
    from accounts.single_sign_on.linking import link_by_administrator, unlink_all
    from chatsite.contract.errors import NotAllowed

    with pytest.raises(NotAllowed):
        link_by_administrator(alice, by=alice, provider="staff", subject="dora-1")
    link_by_administrator(alice, by=ada, provider="staff", subject="dora-1")
    dora.travel(provider)
    assert dora.who() == "Alice"
    admin = Traveller()
    admin.sign_in(ada.email)
    page = admin.http.get(f"/admin/accounts/user/{alice.pk}/change/?tab=sign_ins").content.decode()
    assert "Staff ID" in page
    assert "dora-1" in page
    unlink_all(alice, by=ada)
    assert dora.who() is None
    assert ModerationEntry.objects.filter(action=Action.IDENTITY_UNLINKED, by=ada, whom=alice).count() == 1


@pytest.mark.parametrize("verification", ["off", "required"])
def test_taking_an_account_over_by_mail_ends_what_its_registrant_linked(provider, alice, settings, dora, verification):
    """Where addresses are not confirmed, someone may have registered with Alice's, and kept a way in."""
    settings.EMAIL_VERIFICATION = verification
    dora.sign_in(alice.email)
    link(provider, dora)
    create_token(by=alice, user=alice, name="CI", scopes=["read"])
    link_of = partial(reset_link, alice, origin="")
    kept = verification == "required"
    for is_mailed, is_linked in ((False, True), (True, kept)):
        token = link_of(is_mailed=is_mailed).partition("=")[2]
        body = {"token": token, "new_password": f"another passphrase {is_mailed}"}
        assert Traveller().call("PUT", "/auth/password-reset", body) == (204, None)
        assert ExternalIdentity.objects.exists() == is_linked
        assert AccessToken.objects.exists() == is_linked


def test_linking_and_unlinking_are_mailed_to_the_account(provider, alice, ada, dora):
    from accounts.single_sign_on.linking import unlink_all

    dora.sign_in(alice.email)
    link(provider, dora)
    link(provider, dora)
    unlink_all(alice, by=ada)
    run_due()
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        ([alice.email], "A sign-in was linked to your account"),
        ([alice.email], "A sign-in was unlinked from your account"),
    ]
    assert all("Staff ID was just" in letter.body for letter in mail.outbox)


def test_a_new_account_and_one_that_is_erased_get_no_mail_about_its_sign_in(provider, dora):
    dora.travel(provider)
    run("erase_user", "dora@example.org", "--yes")
    run_due()
    assert mail.outbox == []


def test_export_has_it_and_erasing_removes_it(provider, dora, ada, tmp_path):
    dora.travel(provider)
    path = tmp_path / "dora.zip"
    run("export_user", "dora@example.org", "--output", str(path))
    assert b'"subject": "dora-1"' in zipfile.ZipFile(path).read("sign_ins.jsonl")
    run("erase_user", "dora@example.org", "--yes")
    assert not ExternalIdentity.objects.exists()


# Passwords that are off.


@pytest.fixture
def no_passwords(provider, settings):
    settings.PASSWORD_SIGN_IN = False


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/auth/login", {"email": "ada@example.org", "password": PASSWORD}),
        ("POST", "/auth/register", {"email": "x@example.org", "name": "X", "password": PASSWORD}),
        ("POST", "/auth/password-reset", {"email": "ada@example.org"}),
        ("PUT", "/auth/password-reset", {"token": "x", "new_password": PASSWORD}),
    ],
)
def test_without_passwords_their_endpoints_say_so(no_passwords, ada, visitor, method, path, body):
    status, answer = visitor.call(method, path, body)
    assert (status, answer["error"]["message"]) == (403, "Passwords are off here. Use single sign-on.")
    assert visitor.who() is None


@pytest.mark.parametrize("path", ["/login/", "/register/", "/password-reset/"])
def test_without_passwords_their_forms_are_gone_and_the_providers_there(no_passwords, visitor, path):
    page = visitor.http.get(path).content.decode()
    assert 'type="password"' not in page
    assert 'href="/sign-in/staff/?next=' in page
    assert "Continue with Staff ID" in page


def test_without_passwords_no_one_makes_a_reset_link(no_passwords, ada, alice):
    from django.core.management import CommandError

    assert not PERSON_ACTIONS["make_reset_link"].fits(alice)
    with pytest.raises(CommandError, match="Passwords are off"):
        run("reset_link", alice.email)


def test_an_operator_lets_an_administrator_back_in(no_passwords, ada, alice, visitor):
    from django.core.management import CommandError

    link = run("sign_in_link", ada.email).strip()
    path = link.removeprefix("http://testserver")
    assert "This link signs you in" in visitor.http.get(path).content.decode()
    token = path.partition("token=")[2]
    status, body = visitor.call("POST", "/auth/sign-in-link", {"token": token})
    assert (status, body["user"]["role"]) == (200, "admin")
    assert visitor.who() == "Ada"
    assert visitor.call("POST", "/auth/sign-in-link", {"token": token})[0] == 404
    assert Traveller().http.get(path).status_code == 404
    with pytest.raises(CommandError, match="for administrators only"):
        run("sign_in_link", alice.email)


def test_a_link_of_who_is_no_administrator_any_more_lets_no_one_in(ada, visitor):
    token = run("sign_in_link", ada.email).strip().partition("token=")[2]
    User.objects.update(is_superuser=False, is_staff=False)
    assert visitor.call("POST", "/auth/sign-in-link", {"token": token})[0] == 404
    assert visitor.who() is None
