"""Retries that arrive while the first request is still being answered, by several threads as by several processes."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from chatsite.contract.errors import Conflict
from messaging.models import IncomingWebhook, Message
from messaging.webhooks.incoming.services import MAX_WEBHOOKS, create_webhook, delete_webhook
from rooms.models import Room
from rooms.services import create_room

JSON = "application/json"


@pytest.fixture
def owner(transactional_db: None) -> User:
    return User.objects.create_user(email="o@example.org", name="Owner")


@pytest.fixture
def room(owner: User) -> Room:
    return create_room(by=owner, name="Builds")


def post(path: str, key: str) -> int:
    try:
        body = {"content": "Build 7 is done"}
        return Client().post(path, body, JSON, headers={"Idempotency-Key": key}).status_code
    finally:
        connection.close()


def test_one_key_at_once_is_one_message(room, owner):
    path = f"/hooks/{create_webhook(room_id=room.pk, by=owner, name='CI')[1]}"
    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(partial(post, path), ["run-7"] * 8))
    assert statuses == [200] * 8
    assert Message.objects.count() == 1


def test_a_webhook_deleted_meanwhile_posts_or_is_not_found(room, owner):
    path = f"/hooks/{create_webhook(room_id=room.pk, by=owner, name='CI')[1]}"
    webhook_id = IncomingWebhook.objects.get().pk

    def delete() -> None:
        delete_webhook(room_id=room.pk, webhook_id=webhook_id, by=owner)
        connection.close()

    with ThreadPoolExecutor(8) as threads:
        posted = [threads.submit(post, path, f"run-{number}") for number in range(12)]
        deleted = threads.submit(delete)
        statuses = [one.result() for one in posted]
        deleted.result()
    assert set(statuses) <= {200, 404}
    assert Message.objects.count() == statuses.count(200)
    assert post(path, "late") == 404


def test_no_room_has_too_many_made_at_once(room, owner):
    def create(number: int) -> str:
        try:
            create_webhook(room_id=room.pk, by=owner, name=f"Number {number}")
        except Conflict:
            return "refused"
        finally:
            connection.close()
        return "made"

    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(create, range(MAX_WEBHOOKS + 4)))
    assert (made.count("made"), IncomingWebhook.objects.count()) == (MAX_WEBHOOKS, MAX_WEBHOOKS)
