"""The totals by which unchanged rooms are passed over."""

from rooms.models import RoomCounter
from rooms.services import create_room, update_room
from rooms.versions import BLOCK_BITS, RoomVersions, Total, block_of, latest_versions, total, totals, versions_in


def rooms_of(alice) -> list[int]:
    """Create two rooms; return their ids."""
    return [create_room(by=alice, name=name).pk for name in ("Kitchen", "Den")]


def test_totals_are_the_sums_of_what_every_room_is_at(alice):
    ids = rooms_of(alice)
    sums = Total(2, sum(ids), sum(RoomCounter.objects.values_list("version", flat=True)))
    assert total() == sums
    assert sums == Total(*map(sum, zip(*totals().values(), strict=True)))


def test_without_rooms_totals_are_zero(db):
    assert (total(), totals(), latest_versions(), versions_in([])) == (Total(), {}, {}, {})


def test_each_change_of_a_room_changes_its_total(alice):
    kitchen, _ = rooms_of(alice)
    before = total(), totals()[block_of(kitchen)]
    update_room(room_id=kitchen, by=alice, description="Food")
    after = total(), totals()[block_of(kitchen)]
    assert all(new.versions == old.versions + 1 for old, new in zip(before, after, strict=True))


def test_the_rooms_of_a_block_are_read_alone(alice, django_assert_num_queries):
    kitchen, den = rooms_of(alice)
    far = create_room(by=alice, name="Attic")
    moved = (block_of(far.pk) + 300) << BLOCK_BITS
    type(far).objects.filter(pk=far.pk).delete()
    far.pk, far.active_name_key = moved, "attic"
    far.save(force_insert=True)
    RoomCounter.objects.create(room=far, version=7)
    with django_assert_num_queries(1):
        assert versions_in([block_of(moved)]) == {moved: RoomVersions(far.version, 7, is_public=True)}
    assert latest_versions() == versions_in([block_of(kitchen), block_of(den), block_of(moved)])
    assert totals()[block_of(moved)] == Total(1, moved, 7)
