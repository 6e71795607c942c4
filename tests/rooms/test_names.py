"""Room names are shown as typed and compared by what a reader can tell apart."""

from importlib import import_module

import pytest
from django.apps import apps

from rooms.models import Room
from rooms.services import create_room
from rooms.upkeep.consistency import check_rooms

JSON = "application/json"
migration = import_module("rooms.migrations.0005_keys_that_ignore_what_is_invisible")


@pytest.mark.parametrize("name", ["ℹ️ Help", "Nº 5", "①", "ｶﾌｪ", "🩷"])
def test_a_name_comes_back_as_it_was_typed(alice, signed_in, name):
    answer = signed_in(alice).post("/rooms", {"name": name}, JSON)
    assert answer.json()["room"]["name"] == name


@pytest.mark.parametrize("name", ["می‌خانه", "میخانه", "می\u200dخانه"])
def test_names_that_look_alike_are_one(alice, bob, signed_in, name):
    create_room(by=alice, name="می‌خانه")
    assert signed_in(bob).post("/rooms", {"name": name}, JSON).status_code == 409


def test_rooms_of_an_earlier_version_get_their_new_keys(alice):
    first, second = (create_room(by=alice, name=name) for name in ("General", "Other"))
    Room.objects.filter(pk=second.pk).update(name="Gene\u200dral", active_name_key="gene\u200dral")
    alone = create_room(by=alice, name="Alone")
    Room.objects.filter(pk=alone.pk).update(name="Al\u200done", active_name_key="al\u200done")
    migration.compare_what_can_be_seen(apps, None)
    keys = dict(Room.objects.values_list("pk", "active_name_key"))
    assert keys == {first.pk: "general", second.pk: "gene\u200dral", alone.pk: "alone"}
    assert "another name" not in str(list(check_rooms(lambda _room_id: (0, 0))))
