"""The rooms of a block's messages are found again, be they few or many."""

from random import Random

from hypothesis import example, given
from hypothesis import strategies as st

from messaging.search.index.models import BLOCK_IDS
from messaging.search.index.places import packed_rooms, places_in


@given(st.integers(0, 400), st.sets(st.integers(1, 500)), st.integers(0, 2**32))
@example(254, {1, 254}, 1)
@example(255, {1, 255}, 1)
@example(256, {1, 256}, 1)
@example(300, set(), 1)
def test_the_places_of_some_rooms_are_those_of_their_messages(count, asked, seed):
    random = Random(seed)
    places = random.sample(range(BLOCK_IDS), random.randint(count, BLOCK_IDS)) if count else []
    rooms = {place: 1 + at % count for at, place in enumerate(places)}  # the others hold no message
    among = random.sample(range(BLOCK_IDS), 200)
    expected = [place for place in among if rooms.get(place) in asked]
    assert places_in(packed_rooms(rooms), asked, among) == expected


def test_a_few_rooms_take_a_byte_for_each_place():
    of_few, of_many = (packed_rooms({place: 1 + place % rooms for place in range(BLOCK_IDS)}) for rooms in (255, 256))
    assert len(of_few) == 2 + 255 * 8 + BLOCK_IDS
    assert len(of_many) == 2 + 256 * 8 + 2 * BLOCK_IDS
