"""What an attacker, a careless browser or a broken provider can do on the way there and back."""

import logging
import time

import pytest

from accounts.models import User
from accounts.single_sign_on import discovery, fetching, limits
from accounts.single_sign_on.discovery import Directory
from accounts.single_sign_on.models import SpentToken
from accounts.single_sign_on.providers import ProviderDown
from chatsite.limits.window import Limit
from chatsite.web import outgoing
from tests.accounts.single_sign_on.conftest import Traveller, said
from tests.support.identity_provider import provider_at

FOREIGN = "This sign-in didn't begin in this browser"


def test_another_browser_is_not_signed_in_by_a_code_that_is_sent_to_it(provider, dora):
    """Login CSRF: the attacker's code and state, opened by the victim."""
    answer = provider.authorize(dora.leave())
    victim = Traveller()
    assert said(victim.come_back(answer)).startswith(FOREIGN)
    assert victim.who() is None
    assert provider.asked("/token") == 0
    victim.leave()  # an attempt of its own does not help
    assert said(victim.come_back(answer)).startswith(FOREIGN)


def test_an_attempt_works_once(provider, dora):
    url = dora.leave()
    answer = provider.authorize(url)
    cookies = dora.http.cookies.copy()
    assert dora.come_back(answer).status_code == 302
    thief = Traveller()
    thief.http.cookies = cookies
    thief.http.cookies.pop("sessionid", None)
    assert said(thief.come_back(provider.authorize(url))).startswith(FOREIGN)
    assert SpentToken.objects.count() == 1


def test_a_code_that_was_used_is_refused_in_plain_words(provider, dora):
    answer = provider.authorize(dora.leave())
    provider.codes.clear()
    assert said(dora.come_back(answer)) == "This sign-in was already used, or took too long. Try again."


def test_the_code_is_bound_to_the_verifier_of_this_browser(provider, dora):
    stolen = provider.authorize(Traveller().leave())["code"]
    response = dora.come_back(provider.authorize(dora.leave()) | {"code": stolen})
    assert response.status_code == 403
    assert dora.who() is None


def test_an_attempt_lasts_ten_minutes(provider, dora, monkeypatch):
    answer = provider.authorize(dora.leave())
    later = time.time() + 601
    monkeypatch.setattr(time, "time", lambda: later)
    assert said(dora.come_back(answer)).startswith(FOREIGN)


def test_attempts_in_two_tabs_do_not_disturb_each_other(provider, dora):
    first, second = dora.leave("/?room=1"), dora.leave("/?room=2")
    assert dora.come_back(provider.authorize(second))["Location"] == "/?room=2"
    assert dora.come_back(provider.authorize(first))["Location"] == "/?room=1"


def test_a_browser_keeps_a_bounded_number_of_attempts(provider, dora):
    begun = {}
    for _ in range(9):
        address = dora.leave()
        (name,) = kept_attempts(dora) - begun.keys()
        begun[name] = address
    kept = kept_attempts(dora)
    assert len(kept) == 4
    assert name in kept  # browsers send the oldest first; the test client sorts by name
    forgotten = begun[(begun.keys() - kept).pop()]
    assert said(dora.come_back(provider.authorize(forgotten))).startswith(FOREIGN)
    assert dora.come_back(provider.authorize(begun[name])).status_code == 302


def kept_attempts(traveller):
    """Return the names of the cookies of the attempts that a browser keeps."""
    return {name for name, cookie in traveller.http.cookies.items() if name.startswith("sign_in_") and cookie.value}


def test_the_back_button_leads_a_person_who_is_in_to_the_chat(provider, dora):
    answer = provider.authorize(dora.leave())
    dora.come_back(answer)
    assert dora.come_back(answer)["Location"] == "/"


def test_a_browser_without_cookies_reads_what_to_allow(provider, dora):
    answer = provider.authorize(dora.leave())
    dora.http.cookies.clear()
    assert "allow cookies" in said(dora.come_back(answer))


def test_the_cookie_is_sealed_and_kept_from_scripts_and_other_paths(provider, settings, dora):
    settings.SESSION_COOKIE_SECURE = True
    url = dora.leave()
    [cookie] = [one for name, one in dora.http.cookies.items() if name.startswith("sign_in_")]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"], cookie["path"]) == (
        True,
        True,
        "Lax",
        "/sign-in/",
    )
    nonce = url.partition("nonce=")[2].partition("&")[0]
    assert nonce not in cookie.value
    assert len(cookie.value) < 1_000


@pytest.mark.parametrize("issuer", ["https://evil.example", ""])
def test_an_answer_of_another_provider_is_refused(provider, dora, issuer):
    """Mix-up: the answer of a provider that the attacker runs, sent to the address of this one (RFC 9207)."""
    answer = provider.authorize(dora.leave()) | {"iss": issuer}
    assert said(dora.come_back(answer)) == "This answer doesn't come from Staff ID. Try again."
    assert provider.asked("/token") == 0


def test_an_answer_without_its_sender_is_refused_where_the_provider_names_it(provider, dora):
    answer = provider.authorize(dora.leave())
    del answer["iss"]
    assert dora.come_back(answer).status_code == 403
    discovery.directory.cache_clear()
    provider.metadata = {"authorization_response_iss_parameter_supported": False}
    answer = provider.authorize(dora.leave())
    del answer["iss"]
    assert dora.come_back(answer).status_code == 302


def test_an_attempt_at_one_provider_does_not_count_at_another(provider, settings, dora):
    settings.OIDC_PROVIDERS += (provider_at(provider.issuer, name="other"),)
    answer = provider.authorize(dora.leave())
    assert said(dora.come_back(answer, name="other")).startswith(FOREIGN)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("access_denied", "Staff ID didn't let you in, or you cancelled there."),
        ("temporarily_unavailable", "Staff ID is busy. Try again in a moment."),
        ("<script>", "Staff ID refused the sign-in. If it happens again, tell an administrator."),
    ],
)
def test_what_the_provider_refuses_is_said_in_plain_words(provider, dora, error, sentence):
    answer = provider.authorize(dora.leave(), error=error, error_description="<b>x</b>")
    response = dora.come_back(answer)
    assert said(response) == sentence
    assert b"<b>x</b>" not in response.content


def test_a_provider_that_is_not_set_up_is_not_there(provider, dora):
    for path in ("/sign-in/other/", "/sign-in/other/callback"):
        assert dora.http.get(path).status_code == 404
    assert dora.http.post("/sign-in/other/logout").status_code == 404


def test_failures_from_one_address_are_bounded(provider, dora, monkeypatch):
    monkeypatch.setattr(limits, "RETURNS", Limit("returns", 2, 600))
    for _ in range(3):
        response = dora.come_back(provider.authorize(dora.leave()) | {"code": "guess"})
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert provider.asked("/token") == 2


def test_neither_codes_nor_tokens_nor_secrets_are_logged(provider, dora, caplog):
    caplog.set_level(logging.DEBUG)
    provider.claims = {"nonce": "another"}
    answer = provider.authorize(dora.leave())
    dora.come_back(answer)
    provider.replies["/token"] = (500, {"error": "server_error", "secret": "the-body"})
    dora.come_back(provider.authorize(dora.leave()))
    for secret in (answer["state"], "code-0", "code-1", "the client's secret", "eyJ", "the-body"):
        assert secret not in caplog.text.replace("/sign-in/", "")


def test_the_secret_is_in_no_text_of_the_provider(provider, settings):
    assert "the client's secret" not in repr(settings.OIDC_PROVIDERS)


# A provider that is down, slow, or answers nonsense.

DOWN = "The sign-in service can't be reached. Try again in a moment."
DISCOVERY = "/.well-known/openid-configuration"


def endless(handler):
    handler.send_response(200)
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b" " * 65_536)
    except OSError:
        return


def trickling(provider):
    def trickle(handler):
        for _ in range(600):
            handler.wfile.write(b"H")
            handler.wfile.flush()
            if provider.released.wait(0.05):
                return

    return trickle


@pytest.mark.parametrize(
    "reply",
    [
        (500, {}),
        (302, b""),
        (200, b"<html>"),
        (200, []),
        (200, b"[" * 100_000),
        (200, {"issuer": "https://other.example"}),
        endless,
    ],
    ids=["error", "redirect", "no JSON", "a list", "bottomless", "another issuer", "endless"],
)
def test_a_document_that_is_no_use_is_refused(provider, reply):
    provider.replies[DISCOVERY] = reply
    with pytest.raises(ProviderDown):
        Directory(provider_at(provider.issuer)).metadata()


@pytest.mark.parametrize("field", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
@pytest.mark.parametrize("value", ["http://example.org/x", "javascript:alert(1)", None, "https://a:b@example.org/", 7])
def test_endpoints_must_be_safe_addresses(provider, field, value):
    provider.metadata = {field: value}
    with pytest.raises(ProviderDown):
        Directory(provider_at(provider.issuer)).metadata()


def test_a_provider_that_is_slow_is_not_waited_for_and_not_asked_again_at_once(provider, dora, monkeypatch):
    monkeypatch.setattr(outgoing, "ANSWER_S", 0.3)
    provider.replies[DISCOVERY] = trickling(provider)
    started = time.monotonic()
    responses = [dora.http.get("/sign-in/staff/") for _ in range(5)]
    assert time.monotonic() - started < 5
    assert {response.status_code for response in responses} == {503}
    assert said(responses[0]) == DOWN
    assert provider.asked(DISCOVERY) == 1


def test_a_provider_that_goes_down_later_is_used_as_it_was_known(provider):
    moments = [0.0]
    known = Directory(provider_at(provider.issuer), clock=lambda: moments[0])
    before = known.metadata(), known.keys()
    moments[0] = discovery.FRESH_S + 1
    provider.replies[DISCOVERY] = provider.replies["/jwks"] = (500, {})
    assert (known.metadata(), known.keys()) == before


@pytest.mark.parametrize(
    "reply", [(200, {}), (200, {"id_token": 7}), (400, {"error": 7}), (400, {"error": "invalid_client"})]
)
def test_a_token_endpoint_that_answers_nonsense_lets_no_one_in(provider, dora, reply):
    provider.replies["/token"] = reply
    assert dora.travel(provider).status_code == 403
    assert User.objects.count() == 0


def test_an_answer_of_the_right_size_is_read_whole(provider, monkeypatch):
    provider.metadata = {"padding": "x" * 200_000}
    assert Directory(provider_at(provider.issuer)).metadata()
    monkeypatch.setattr(fetching, "MAX_ANSWER_BYTES", 100_000)
    with pytest.raises(ProviderDown):
        Directory(provider_at(provider.issuer)).metadata()
