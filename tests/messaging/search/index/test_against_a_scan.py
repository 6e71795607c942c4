"""The index finds what reading everything finds, in every state that a block can be in."""

from random import Random

import pytest

from messaging.search.folding import Kind
from messaging.search.index.building import build, progress
from messaging.search.index.models import BLOCK_IDS, Block, Page, RecentText
from messaging.search.index.reading import Wanted
from messaging.search.index.sealing import seal
from rooms.services import create_room
from tests.messaging.search.index.corpus import query, scan, search, spread, write

READ, HALF, SEALED = 60, 140, 4_900  # queries while nothing, one block and all full ones are indexed


@pytest.fixture
def scene(make_user):
    people = [make_user(name) for name in ("Alice", "Bob", "Cleo")]
    return people, [create_room(by=people[0], name=f"Room {number}") for number in range(4)]


def wishes(random, count, said, people, rooms):
    """Yield what may be looked for."""
    last = max(one.id for one in said)
    for _ in range(count):
        chance = random.random()
        yield Wanted(
            texts=[] if chance < 0.03 else query(random, said),
            rooms={room.pk for room in random.sample(rooms, random.randint(1, 4))},
            authors=[person.pk for person in random.sample(people, random.randint(1, 2))] if chance < 0.1 else (),
            kinds=random.choice([*Kind, Kind.IMAGE | Kind.FILE]) if chance > 0.9 else Kind(0),
            first=random.randrange(last) if random.random() < 0.1 else 0,
            below=random.randrange(1, last + 9) if random.random() < 0.2 else None,
        )


def assert_complete(random, count, said, people, rooms):
    by_id = {one.id: one for one in said}
    hits = 0
    for wanted in wishes(random, count, said, people, rooms):
        expected = scan(said, wanted)
        assert search(wanted, by_id.get) == expected, wanted
        hits += bool(expected)
    assert hits > count / 3


@pytest.mark.slow
@pytest.mark.timeout(1_200)
def test_every_state_of_the_index_finds_what_a_scan_finds(db, scene):
    people, rooms = scene
    random = Random(18)
    said = write(rooms, people, spread(random, 5, 400), random)
    assert not progress().is_complete
    assert_complete(random, READ, said, people, rooms)

    list(seal(1))
    assert_complete(random, HALF, said, people, rooms)

    list(build())
    assert progress().is_complete
    assert set(Block.objects.filter(state=Block.State.SEALED).values_list("number", flat=True)) == {0, 1, 2, 3}
    assert Page.objects.exists()
    assert not RecentText.objects.filter(pk__lt=4 * BLOCK_IDS).exists()
    assert RecentText.objects.count() == 400
    assert_complete(random, SEALED, said, people, rooms)
