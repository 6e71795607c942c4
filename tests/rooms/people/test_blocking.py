"""Blocking people: personal, the same on all devices, and never known to the one who is blocked."""

import pytest

from accounts.blocking import queries
from accounts.blocking.models import Block
from accounts.blocking.queries import blockings_among
from accounts.blocking.services import block_person, unblock_person
from accounts.upkeep.erasing import erase
from accounts.upkeep.personal_data import kinds
from chatsite.contract.errors import Conflict
from chatsite.contract.events import ServerEvent


def test_a_block_reaches_own_connections_once(alice, bob, announced_by, signed_in):
    client = signed_in(alice)
    (notice,) = announced_by(client.put, f"/users/{bob.pk}/block")
    (shown,) = client.get("/auth/blocks").json()["blocks"]
    assert (notice.event, notice.user_id) == (ServerEvent.BLOCKS_CHANGED, alice.pk)
    assert notice.payload == {"user_id": bob.pk, "block": shown}
    assert shown["user"]["name"] == "Bob"
    assert announced_by(client.put, f"/users/{bob.pk}/block") == []
    assert client.put(f"/users/{bob.pk}/block").json() == {"block": shown}
    (notice,) = announced_by(client.delete, f"/users/{bob.pk}/block")
    assert notice.payload == {"user_id": bob.pk, "block": None}
    assert announced_by(client.delete, f"/users/{bob.pk}/block") == []
    assert client.get("/auth/blocks").json() == {"blocks": []}


def test_the_newest_block_comes_first_and_only_its_person_sees_it(alice, bob, charlie, signed_in):
    for person in (bob, charlie):
        block_person(by=alice, person=person)
    assert [one["user"]["name"] for one in signed_in(alice).get("/auth/blocks").json()["blocks"]] == ["Charlie", "Bob"]
    assert signed_in(bob).get("/auth/blocks").json() == {"blocks": []}
    assert blockings_among([alice.pk, bob.pk, charlie.pk]) == {(alice.pk, bob.pk), (alice.pk, charlie.pk)}


def test_no_one_blocks_themselves_or_a_stranger_by_number(alice, make_user, signed_in):
    client = signed_in(alice)
    gone = make_user("Gone", is_active=False)
    assert client.put(f"/users/{alice.pk}/block").status_code == 409
    assert [client.put(f"/users/{number}/block").status_code for number in (gone.pk, 999_999)] == [404, 404]
    assert client.delete("/users/999999/block").status_code == 204


def test_people_block_only_so_many(alice, bob, charlie, monkeypatch):
    monkeypatch.setattr("accounts.blocking.services.MAX_BLOCKS", 1)
    block_person(by=alice, person=bob)
    block_person(by=alice, person=bob)
    with pytest.raises(Conflict):
        block_person(by=alice, person=charlie)
    unblock_person(by=alice, user_id=bob.pk)
    block_person(by=alice, person=charlie)
    assert queries.MAX_BLOCKS == 1_000


def test_an_export_has_own_blocks_alone_and_erasing_ends_all(alice, bob, charlie):
    block_person(by=alice, person=bob)
    block_person(by=bob, person=charlie)
    (kind,) = [kind for kind in kinds() if kind.name == "blocks"]
    assert [one["name"] for one in kind.export(bob)] == ["Charlie"]
    assert list(kind.export(charlie)) == []
    list(erase(bob, words=False))
    assert not Block.objects.exists()
