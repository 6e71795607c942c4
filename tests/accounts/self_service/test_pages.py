"""The settings as pages: who gets them, and what is in them."""

import pytest

from accounts.models import User
from accounts.self_service.pages import SECTIONS
from tests.accounts.conftest import Caller

ADDRESSES = ["/settings/", *(f"/settings/{name}/" for name in sorted(SECTIONS))]


@pytest.fixture
def caller(alice, signed_in) -> Caller:
    return signed_in(alice)


def text(caller: Caller, path: str) -> str:
    response = caller.http.get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_section_is_the_chat_which_opens_it(caller, path):
    assert 'data-component="chat"' in text(caller, path)


@pytest.mark.parametrize("path", ["/settings/account/", "/settings/markup"])
def test_a_visitor_signs_in_first(visitor, path):
    answer = visitor.http.get(path)
    assert (answer.status_code, answer["Location"]) == (302, f"/login/?next={path}")


def test_there_is_no_other_section(caller):
    assert caller.http.get("/settings/theme/").status_code == 404


def test_the_markup_has_every_section_and_is_kept_by_no_cache(caller):
    answer = caller.http.get("/settings/markup")
    assert all(f'data-section="{name}"' in answer.content.decode() for name in SECTIONS)
    assert "no-store" in answer["Cache-Control"]


def test_languages_are_offered_where_there_is_a_choice(caller, settings):
    assert 'name="language"' not in text(caller, "/settings/markup")
    settings.LANGUAGES = [("en", "English"), ("de", "de"), ("qq", "qq")]
    offered = text(caller, "/settings/markup")
    assert all(name in offered for name in (">Deutsch<", ">English<", ">qq<"))


def test_a_person_who_has_yet_to_confirm_their_address_gets_the_settings_alone(caller, alice, settings):
    settings.EMAIL_VERIFICATION = "required"
    User.objects.filter(pk=alice.pk).update(email_unconfirmed=True)
    page = text(caller, "/settings/account/")
    assert 'data-component="settings"' in page
    assert 'data-component="chat"' not in page


def test_the_page_before_leads_here(caller):
    answer = caller.http.get("/security/")
    assert (answer.status_code, answer["Location"]) == (302, "/settings/account/")
