"""The site's identity as a process keeps it: few queries, seen everywhere within seconds, steady in an outage."""

import asyncio

import pytest
from django.db import OperationalError, ProgrammingError

from chatsite.models import Site
from chatsite.site.identity import KEPT_S, Identity, Reader, identity, reader


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_it_is_read_once_and_again_when_it_is_due():
    clock, names = Clock(), iter(["Garden", "Allotment"])
    kept = Reader(lambda: Identity(next(names)), clock)
    assert [str(kept.current()) for _ in range(3)] == ["Garden"] * 3
    clock.now += KEPT_S
    assert str(kept.current()) == "Allotment"


def test_a_change_made_by_this_process_is_seen_at_once():
    names = iter(["Garden", "Allotment"])
    kept = Reader(lambda: Identity(next(names)), Clock())
    kept.current()
    kept.forget()
    assert str(kept.current()) == "Allotment"


def test_it_stays_as_it_was_while_the_database_is_away():
    clock = Clock()
    kept = Reader(lambda: Identity("Garden"), clock)
    kept.current()
    kept.read = refuse(OperationalError("database is locked"))
    clock.now += KEPT_S
    assert str(kept.current()) == "Garden"
    kept.read = refuse(ProgrammingError("no such table"))
    clock.now += KEPT_S
    with pytest.raises(ProgrammingError):
        kept.current()


def refuse(error: Exception):
    def read() -> Identity:
        raise error

    return read


def test_pages_in_a_row_ask_the_database_once(client, db, django_assert_num_queries):
    Site.objects.create(name="Garden")
    reader.forget()
    with django_assert_num_queries(1):
        pages = [client.get("/login/").content.decode() for _ in range(5)]
    assert all("Sign in to Garden" in page for page in pages)


def test_the_event_loop_gets_it_without_a_query(db):
    async def on_the_loop() -> Identity:
        return identity()

    reader.hold(Identity("Garden"), for_s=0)
    assert asyncio.run(on_the_loop()).name == "Garden"


def test_as_installed_it_is_the_product(db):
    assert (str(identity()), identity().logo_url, identity().has_about) == ("Chatsite", "/static/img/logo.svg", False)


def test_texts_are_formatted_like_messages_and_as_safe():
    site = Identity(rules="- be **kind**\n- <script>alert(1)</script>")
    assert "<strong>kind</strong>" in site.rules_html
    assert "<script" not in site.rules_html
