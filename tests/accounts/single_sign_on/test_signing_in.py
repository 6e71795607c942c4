"""Signing in by a provider: who gets in, as whom, and where they go then."""

from urllib.parse import parse_qs, urlsplit

import pytest

from accounts.models import Session, User
from accounts.single_sign_on.models import ExternalIdentity
from tests.accounts.single_sign_on.conftest import Traveller, said
from tests.support.identity_provider import provider_at


def test_a_new_person_gets_an_account(provider, dora):
    response = dora.travel(provider, "/?room=7")
    assert (response.status_code, response["Location"]) == (302, "/?room=7")
    assert dora.who() == "Dora"
    user = User.objects.get(email="dora@example.org")
    assert not user.has_usable_password()
    assert not user.email_unconfirmed


def test_the_provider_is_asked_with_pkce_nonce_state_and_the_exact_address(provider, dora):
    query = {name: values[0] for name, values in parse_qs(urlsplit(dora.leave()).query).items()}
    assert query["redirect_uri"] == "http://testserver/sign-in/staff/callback"
    assert query["code_challenge_method"] == "S256"
    assert (query["response_type"], query["scope"]) == ("code", "openid email profile")
    assert min(len(query["state"]), len(query["nonce"]), len(query["code_challenge"])) >= 43


@pytest.mark.parametrize(
    ("page", "there"),
    [("/?q=日本&a=1%20", "/?q=%E6%97%A5%E6%9C%AC&a=1%20"), ("/?q=" + "日" * 900, "/"), ("/?q=" + '"' * 900, "/")],
)
def test_a_page_to_go_on_to_fits_into_the_cookie_or_is_left_out(provider, dora, page, there):
    url = dora.leave(page)
    [cookie] = (one for name, one in dora.http.cookies.items() if name.startswith("sign_in_"))
    assert len(cookie.OutputString()) < 4096
    assert dora.come_back(provider.authorize(url))["Location"] == there


def test_who_is_known_is_the_same_person_under_another_address(provider, dora):
    dora.travel(provider)
    provider.claims = {"email": "new@example.org", "name": "Someone else"}
    again = Traveller()
    again.travel(provider)
    assert again.who() == "Dora"
    assert User.objects.count() == 1
    assert ExternalIdentity.objects.get().email == "new@example.org"


def test_the_session_knows_by_whom_it_was_opened(provider, dora):
    provider.claims = {"sid": "session-9"}
    dora.travel(provider)
    session = Session.objects.get(user__isnull=False)
    assert session.identity == ExternalIdentity.objects.get()
    assert session.provider_session
    assert "session-9" not in session.provider_session
    before = session.pk
    dora.call("GET", "/auth/me")
    assert Session.objects.get(user__isnull=False).pk == before


def test_the_session_is_another_than_the_browser_had(provider, dora, alice):
    dora.sign_in(alice.email)
    before = dora.http.cookies["sessionid"].value
    dora.travel(provider)
    assert dora.who() == "Dora"
    assert dora.http.cookies["sessionid"].value != before
    assert not Session.objects.filter(user=alice).exists()


def test_a_person_who_is_signed_in_must_show_themselves_again(provider, dora):
    assert "prompt=login" not in dora.leave()
    dora.travel(provider)
    assert "prompt=login" in dora.leave()


@pytest.mark.parametrize(
    "page",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "room",
        "http:///evil.example",
    ],
)
def test_the_way_back_never_leads_to_another_site(provider, dora, page):
    assert dora.travel(provider, page)["Location"] == "/"


def test_at_another_name_of_the_site_the_browser_is_sent_to_its_own(provider, settings, dora):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "http://chat.example.org", ["testserver", "chat.example.org"]
    response = dora.http.get("/sign-in/staff/?next=/x")
    assert response["Location"] == "http://chat.example.org/sign-in/staff/?next=%2Fx&moved=1"
    assert dora.http.get("/sign-in/staff/?next=/x&moved=1")["Location"].startswith(provider.issuer)


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"name": "  Dora   D. "}, "Dora D."),
        ({"name": "\u202eevil", "preferred_username": "dd"}, "dd"),
        ({"name": "Room", "nickname": "Ro"}, "Ro"),
        ({"name": None, "nickname": "Do"}, "Do"),
        ({"name": None}, "dora"),
        ({"name": 7}, "dora"),
        ({"name": "x" * 80}, "x" * 50),
    ],
)
def test_the_name_is_cleaned_as_everywhere(provider, dora, claims, name):
    provider.claims = claims
    dora.travel(provider)
    assert dora.who() == name


@pytest.mark.parametrize("verified", [False, "false", None, 0, 1, "yes", [True]])
def test_an_address_that_the_provider_does_not_vouch_for_is_refused(provider, dora, verified):
    provider.claims = {"email_verified": verified}
    response = dora.travel(provider)
    assert response.status_code == 403
    assert said(response).startswith("Staff ID doesn't confirm that your email address is yours.")
    assert (dora.who(), User.objects.count()) == (None, 0)


def test_where_the_operator_trusts_addresses_a_missing_claim_counts_and_a_false_one_does_not(provider, settings, dora):
    settings.OIDC_PROVIDERS = (provider_at(provider.issuer, trusts_email=True),)
    provider.claims = {"email_verified": False}
    assert dora.travel(provider).status_code == 403
    provider.claims = {"email_verified": None}
    assert dora.travel(provider).status_code == 302


def test_what_the_id_token_lacks_comes_from_userinfo(provider, dora):
    provider.claims = {"email": None, "email_verified": None, "name": None}
    provider.userinfo = {"email": "dora@example.org", "email_verified": True, "name": "Dora of userinfo"}
    dora.travel(provider)
    assert dora.who() == "Dora of userinfo"


def test_userinfo_about_someone_else_is_ignored(provider, dora):
    provider.claims = {"email": None, "email_verified": None}
    provider.userinfo = {"sub": "other", "email": "dora@example.org", "email_verified": True}
    assert dora.travel(provider).status_code == 403


def test_what_userinfo_says_of_another_address_confirms_none(provider, dora):
    provider.claims = {"email": "alice@example.org", "email_verified": None}
    provider.userinfo = {"email": "dora@example.org", "email_verified": True}
    assert dora.travel(provider).status_code == 403
    provider.userinfo = {"email": "alice@example.org", "email_verified": True}
    assert dora.travel(provider).status_code == 302


@pytest.mark.parametrize(
    ("registration", "site", "status"),
    [("closed", "open", 403), ("site", "open", 302), ("site", "closed", 403), ("site", "invite", 403),
     ("site", "approval", 403), ("open", "closed", 302), ("open", "approval", 302)],
)  # fmt: skip
def test_who_may_come_is_decided_by_provider_and_site(provider, settings, dora, registration, site, status):
    settings.OIDC_PROVIDERS = (provider_at(provider.issuer, registration=registration),)
    settings.REGISTRATION = site
    assert dora.travel(provider).status_code == status
    assert User.objects.filter(awaits_approval=True).exists() == ((registration, site) == ("site", "approval"))
    assert (dora.who() is not None) == (status == 302)


@pytest.mark.parametrize("state", [{"is_active": False}, {"awaits_approval": True}])
def test_a_person_who_is_kept_out_stays_out(provider, dora, state):
    dora.travel(provider)
    User.objects.update(**state)
    response = Traveller().travel(provider)
    assert response.status_code == 403
    assert said(response)


def test_a_banned_person_reads_until_when(provider, dora, ada):
    from accounts.moderation.sanctions import ban
    from chatsite.text.times import end_of

    dora.travel(provider)
    ban(User.objects.get(name="Dora"), by=ada, reason="spam", until=end_of(3600))
    assert dora.who() is None
    response = dora.travel(provider)
    assert response.status_code == 403
    assert "This account is banned until" in said(response)


def test_both_of_two_first_sign_ins_at_once_are_of_one_account(provider, dora, monkeypatch):
    from accounts import services

    other, check = Traveller(), services.require_registration

    def overtaken(*args, **options):
        monkeypatch.setattr(services, "require_registration", check)
        assert other.travel(provider).status_code == 302
        check(*args, **options)

    answer = provider.authorize(dora.leave())
    monkeypatch.setattr(services, "require_registration", overtaken)
    assert dora.come_back(answer).status_code == 302
    assert (dora.who(), other.who(), User.objects.count()) == ("Dora", "Dora", 1)
