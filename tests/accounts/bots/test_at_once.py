"""Bots that several requests or commands make at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

from django.db import connection

from accounts.actors import SYSTEM
from accounts.bots import services
from accounts.bots.services import create_bot
from accounts.models import User
from chatsite.contract.errors import Conflict
from messaging.webhooks.saying import site_bot


def test_there_are_never_too_many(transactional_db, monkeypatch):
    """Both would pass the bound before either is stored."""
    monkeypatch.setattr(services, "MAX_BOTS", 1)
    both_passed, make_password = Barrier(2), services.make_password

    def slow_password(password: None) -> str:
        with suppress(BrokenBarrierError):
            both_passed.wait(0.5)
        return make_password(password)

    def make(number: int) -> bool:
        try:
            create_bot(name=f"Number {number}", by=SYSTEM)
        except Conflict:
            return False
        finally:
            connection.close()
        return True

    monkeypatch.setattr(services, "make_password", slow_password)
    with ThreadPoolExecutor(2) as threads:
        made = list(threads.map(make, range(2)))
    assert (sum(made), User.objects.count()) == (1, 1)


def test_the_sites_bot_is_made_once(transactional_db):
    def find(_number: int) -> int:
        try:
            return site_bot().pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(find, range(32)))
    assert found == {User.objects.get().pk}
