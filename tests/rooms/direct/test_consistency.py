"""``check_data`` finds direct rooms whose key is not that of their people."""

from rooms.direct.consistency import check_direct_rooms
from rooms.direct.services import open_direct
from rooms.memberships import leave_room
from rooms.models import Room


def findings():
    return [finding for part in check_direct_rooms() for finding in part]


def test_what_is_right_is_not_found(direct, alice, bob, charlie):
    group = open_direct(by=alice, user_ids=[bob.pk, charlie.pk]).room["id"]
    open_direct(by=alice, user_ids=[])
    leave_room(room_id=group, by=charlie)
    assert findings() == []


def test_a_wrong_or_missing_key_is_repaired(direct, alice, bob):
    key = direct.direct_key
    for wrong in ("0" * 64, None):
        Room.objects.update(direct_key=wrong)
        (finding,) = findings()
        finding.repair()
        assert Room.objects.get().direct_key == key
    assert open_direct(by=bob, user_ids=[alice.pk]).room["id"] == direct.pk


def test_of_two_rooms_of_the_same_people_one_keeps_the_key(direct, alice, bob, charlie):
    group = open_direct(by=alice, user_ids=[bob.pk, charlie.pk]).room["id"]
    Room.objects.filter(pk=direct.pk).update(direct_key=None)
    second = open_direct(by=alice, user_ids=[bob.pk]).room["id"]
    assert findings() == []
    assert open_direct(by=bob, user_ids=[alice.pk]).room["id"] == second != group
    Room.objects.filter(pk=direct.pk).update(direct_key="0" * 64)
    (finding,) = findings()
    finding.repair()
    assert (findings(), Room.objects.get(pk=direct.pk).direct_key) == ([], None)
