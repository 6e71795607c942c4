"""PUT /auth/preferences: what a person chose for all devices, and the language that follows."""

import pytest

from chatsite.web.languages import language_of
from tests.accounts.conftest import Caller
from tests.support.callers import PASSWORD


@pytest.fixture
def translated(settings):
    settings.LANGUAGES = [("en", "English"), ("de", "de")]


@pytest.fixture
def caller(alice, signed_in) -> Caller:
    return signed_in(alice)


def language_cookie(caller: Caller) -> str:
    cookie = caller.http.cookies.get("django_language")
    return cookie.value if cookie else ""


def test_preferences_are_the_person_s_on_every_device(caller, alice, signed_in, translated):
    assert caller.call("GET", "/auth/me")[1]["user"]["preferences"] == {
        "language": "",
        "clock": "auto",
        "shows_last_seen": True,
        "sees_welcome": False,
        "takes_direct_messages": True,
    }
    status, body = caller.call("PUT", "/auth/preferences", {"language": "de", "clock": "24"})
    assert status == 200
    assert body["user"]["preferences"] == {
        "language": "de",
        "clock": "24",
        "shows_last_seen": True,
        "sees_welcome": False,
        "takes_direct_messages": True,
    }
    other = signed_in(alice)
    assert other.call("GET", "/auth/me")[1]["user"]["preferences"] == {
        "language": "de",
        "clock": "24",
        "shows_last_seen": True,
        "sees_welcome": False,
        "takes_direct_messages": True,
    }
    assert (language_cookie(caller), language_cookie(other)) == ("de", "de")


def test_a_newcomer_sees_the_welcome_until_they_have_seen_it(db):
    newcomer = Caller()
    body = {"email": "carol@example.org", "name": "Carol", "password": PASSWORD}
    assert newcomer.call("POST", "/auth/register", body)[1]["user"]["preferences"]["sees_welcome"] is True
    newcomer.call("PUT", "/auth/preferences", {"sees_welcome": False})
    assert newcomer.call("GET", "/auth/me")[1]["user"]["preferences"]["sees_welcome"] is False


def test_what_is_not_named_stays(caller):
    caller.call("PUT", "/auth/preferences", {"clock": "12"})
    assert caller.call("PUT", "/auth/preferences", {})[1]["user"]["preferences"]["clock"] == "12"
    assert caller.call("PUT", "/auth/preferences", {"clock": ""})[1]["user"]["preferences"]["clock"] == "auto"


def test_a_device_that_is_signed_in_already_gets_the_language_with_its_next_page(caller, alice, signed_in, translated):
    there = signed_in(alice)
    caller.call("PUT", "/auth/preferences", {"language": "de"})
    assert language_cookie(there) == ""
    there.call("GET", "/auth/me")
    assert language_cookie(there) == "de"
    assert 'lang="de"' in there.http.get("/login/", follow=True).content.decode()
    caller.call("PUT", "/auth/preferences", {"language": ""})
    there.call("GET", "/auth/me")
    assert language_cookie(there) == ""


@pytest.mark.parametrize("body", [{"language": "xx"}, {"clock": "13"}, {"language": 1}, {"theme": "dark"}])
def test_a_choice_that_is_not_there_is_refused(caller, body):
    assert caller.call("PUT", "/auth/preferences", body)[0] == 400


def test_a_socket_speaks_the_chosen_language(translated):
    headers = [(b"accept-language", b"en"), (b"cookie", b"a=b; django_language=de")]
    assert language_of({"headers": headers}) == "de"
    assert language_of({"headers": headers[:1]}) == "en"
