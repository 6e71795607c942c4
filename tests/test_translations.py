"""Another language is a folder in LOCALE_DIR: pages, scripts, answers and mails speak it to those who prefer it."""

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation

from accounts.actors import SYSTEM
from accounts.models import ModerationEntry, User
from accounts.moderation import administration, sanctions
from accounts.upkeep.erasing import erase
from chatsite.contract.errors import ChatError, NotAuthenticated
from chatsite.jobs.queue import run_due
from chatsite.observe.logs import TextFormatter
from rooms.services import create_room, update_room
from tests.support.callers import PASSWORD
from tests.support.catalogues import write_catalogue

MakeUser = Callable[..., User]
TEXTS = {
    "Sign in": "Dobej",
    "Several people are typing…": "Više njih piše…",
    "Sign in first.": "Prvo se prijavi.",
    "Some of the input isn't valid. Check it and try again.": "Nešto nije ispravno.",
    "Unknown field.": "Ovo polje nije poznato.",
    "This account is banned {until}.": "Račun je zabranjen {until}.",
    "until {moment} UTC": "do {moment}",
    "j F Y, H:i": "j. E Y. H:i",
    "{sentence} Reason: {reason}": "{sentence} Razlog: {reason}",
    "Reset your password": "Izaberi novu lozinku",
    "If this wasn't you, ignore this email. Your password stays as it is.": "Ako to nisi bio ti, zanemari poruku.",
    "Your account is approved": "Račun je otvoren",
    "name": "ime",
    "This is the last administrator. Make someone else one first.": "To je zadnji administrator.",
    "The account was erased.": "Račun je izbrisan.",
    "Former member": "Bivši član",
}
SPEAKING_IT = {"Accept-Language": "hr, en;q=0.5"}


@pytest.fixture
def language(tmp_path: Path, settings) -> Iterator[str]:
    """Return a language that the installation speaks besides English; the test itself speaks English again after it."""
    write_catalogue(tmp_path, "hr", TEXTS)
    settings.LOCALE_PATHS = [tmp_path]
    settings.LANGUAGES = [("en", "English"), ("hr", "hrvatski")]
    with translation.override("en"):
        yield "hr"


@pytest.fixture
def its_own_language(language: str, settings) -> str:
    """Return the installation's own language, which is not English."""
    settings.LANGUAGE_CODE = language
    return language


def test_a_page_speaks_the_language_that_its_reader_prefers(client: Client, db: None, language: str) -> None:
    page = client.get("/login/", headers=SPEAKING_IT).content.decode()
    assert '<html lang="hr"' in page
    assert "Dobej" in page
    assert '<script src="/i18n/hr.js"></script>' in page


def test_the_scripts_get_the_same_language(client: Client, language: str) -> None:
    response = client.get("/i18n/hr.js")
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert "max-age" in response.headers["Cache-Control"]
    assert "Vi\\u0161e njih pi\\u0161e\\u2026" in response.content.decode()


def test_english_needs_no_catalogue(client: Client, db: None, language: str) -> None:
    page = client.get("/login/", headers={"Accept-Language": "fr, en;q=0.5"}).content.decode()
    assert '<html lang="en"' in page
    assert "/i18n/" not in page


def test_a_language_that_no_one_translated_is_not_found(client: Client, db: None, language: str) -> None:
    assert client.get("/i18n/xx.js").status_code == 404


def test_an_error_has_its_sentence_in_the_reader_s_language_and_its_code_in_none(
    client: Client, db: None, language: str
) -> None:
    said = [client.get("/rooms", headers=headers).json()["error"] for headers in (SPEAKING_IT, {})]
    assert said == [
        {"code": "not_authenticated", "message": "Prvo se prijavi."},
        {"code": "not_authenticated", "message": "Sign in first."},
    ]


def test_a_form_says_in_the_reader_s_language_what_is_wrong(client: Client, db: None, language: str) -> None:
    body = {"email": "ann@example.org", "password": PASSWORD, "shoe_size": 39}
    answer = client.post("/auth/register", body, content_type="application/json", headers=SPEAKING_IT)
    assert answer.json()["error"] == {
        "code": "invalid_input",
        "message": "Nešto nije ispravno.",
        "fields": {"name": ["Unos za ovo polje je obavezan."], "shoe_size": ["Ovo polje nije poznato."]},
    }


def test_the_installation_s_own_language_is_for_who_prefers_none_that_it_speaks(
    client: Client, db: None, its_own_language: str
) -> None:
    said = [client.get("/rooms", headers={"Accept-Language": wanted}).json() for wanted in ("fr", "en")]
    assert [answer["error"]["message"] for answer in said] == ["Prvo se prijavi.", "Sign in first."]


def test_a_notice_is_in_the_reader_s_language_with_its_date(client: Client, alice: User, language: str) -> None:
    sanctions.ban(alice, by=SYSTEM, until=datetime(2999, 11, 23, 14, 5, tzinfo=UTC), reason="spam")
    body = {"email": alice.email, "password": PASSWORD}
    said = [
        client.post("/auth/login", body, content_type="application/json", headers=headers).json()["error"]["message"]
        for headers in (SPEAKING_IT, {})
    ]
    assert said == [
        "Račun je zabranjen do 23. studenoga 2999. 14:05. Razlog: spam",
        "This account is banned until 23 November 2999, 14:05 UTC. Reason: spam",
    ]


def test_a_mail_is_in_the_language_of_anyone_who_asked_for_it(client: Client, alice: User, language: str) -> None:
    for headers in (SPEAKING_IT, {}):
        client.post("/auth/password-reset", {"email": alice.email}, headers=headers)
    with translation.override(None):  # as in the thread of the jobs
        run_due()
    assert [message.subject for message in mail.outbox] == ["Izaberi novu lozinku", "Reset your password"]
    assert mail.outbox[0].body.endswith("Ako to nisi bio ti, zanemari poruku.\n")


def test_a_mail_that_its_reader_did_not_ask_for_is_in_the_installation_s_language(
    make_user: MakeUser, its_own_language: str
) -> None:
    waiting = make_user("Dora", awaits_approval=True)
    with translation.override("en"):  # the administrator's
        administration.approve(waiting, by=SYSTEM, origin="http://testserver")
        run_due()
    assert [message.subject for message in mail.outbox] == ["Račun je otvoren"]


def test_what_is_stored_is_in_the_installation_s_language(alice: User, its_own_language: str) -> None:
    with translation.override("en"):
        room = create_room(by=alice, name="Kitchen")
        update_room(room_id=room.pk, by=alice, name="Garden")
        for _step in erase(alice, words=False):
            pass
    assert list(ModerationEntry.objects.order_by("pk").values_list("detail", "reason")) == [
        ("ime: Kitchen → Garden", ""),
        ("", "Račun je izbrisan."),
    ]
    assert alice.name == "Bivši član"


def test_the_log_and_the_commands_are_in_english(make_user: MakeUser, its_own_language: str) -> None:
    make_user("Ada", is_superuser=True)
    record = logging.LogRecord("chatsite", logging.ERROR, __file__, 1, "refused: %s", (NotAuthenticated(),), None)
    with translation.override(its_own_language):
        assert str(record.args[0]) == "Prvo se prijavi."
        assert TextFormatter().format(record).endswith("refused: Sign in first.")
        with pytest.raises(CommandError, match="This is the last administrator"):
            call_command("deactivate", "ada@example.org")


def test_every_refusal_waits_for_its_reader_before_it_chooses_a_language() -> None:
    kinds = {ChatError, *_below(ChatError)}
    assert len(kinds) > 10
    assert [kind.__name__ for kind in kinds if isinstance(kind.message, str)] == []


def _below(kind: type[ChatError]) -> Iterator[type[ChatError]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)
