"""Pages hold what was put in, in both forms, and are read for one gram and for several as a plain look-up would."""

from hypothesis import example, given
from hypothesis import strategies as st

from messaging.search.index.models import BLOCK_IDS
from messaging.search.index.pages import among, packed, parts, places

FEW = st.lists(st.integers(0, BLOCK_IDS - 1), min_size=1, max_size=12)
MANY = st.integers(1, 9).map(lambda step: range(step, BLOCK_IDS, step))  # so many that a bit for each is shorter
KEYS = st.dictionaries(st.integers(0, 400), (FEW | MANY).map(lambda found: sorted(set(found))), max_size=40)


@given(KEYS, st.integers(0, 400), st.integers(0, 256), st.sets(st.integers(0, BLOCK_IDS - 1), max_size=300))
@example({7: list(range(0, BLOCK_IDS, 2))}, 7, 0, {0, 1})
@example({7: list(range(400))}, 7, 0, {399, 400})
@example({7: [1], 8: list(range(0, BLOCK_IDS, 2)), 9: [3]}, 0, 256, {1, 2, 3})
def test_a_span_has_the_places_of_all_its_grams(keys, first, width, some):
    every = {place for key, found in keys.items() if first <= key <= first + width for place in found}
    found = parts(packed(keys), first, first + width)
    assert places(found) == every
    assert among(found, some) == some & every
    assert sum(part.size for part in found) >= len(every)


@given(KEYS)
def test_one_gram_is_counted_exactly(keys):
    page = packed(keys)
    assert {key: sum(part.size for part in parts(page, key, key)) for key in keys} == {
        key: len(found) for key, found in keys.items()
    }
