"""What is announced of the marked rooms is for their members alone."""

from chatsite.realtime import Audience, Notice, RoomChange
from tests.leaks.world import marks_in


def test_nothing_that_is_for_everyone_or_for_an_outsider_holds_a_mark(world, announced):
    outside = {person.pk for person in world.outsiders.values()}
    leaks = [
        one
        for one in announced
        if isinstance(one, Notice) and (one.user_id is None or one.user_id in outside) and marks_in(repr(one.payload))
    ]
    assert leaks == []


def test_each_change_of_the_marked_rooms_reaches_members_alone(world, announced):
    hidden = {world.room.pk, world.direct_id, world.group_id}
    outside = {person.pk for name, person in world.outsiders.items() if name != "former member"}
    changes = [one for one in announced if isinstance(one, RoomChange) and one.room_id in hidden]
    assert [one for one in changes if one.audience == Audience.EVERYONE or outside & set(one.members)] == []
    marked = [one for one in changes if marks_in(repr(one.payload))]
    former = world.outsiders["former member"].pk
    assert len(marked) > 10
    assert [one for one in marked if former in one.members] == []
