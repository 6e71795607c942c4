"""Looking grams up block by block: all that is wanted is kept, and grams that tell nothing apart are left alone."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.search.index import narrowing
from messaging.search.index.grams import Span
from messaging.search.index.narrowing import Narrowing
from messaging.search.index.pages import KEY_BITS, by_bucket, packed

Places = Mapping[int, Sequence[int]]


class Blocks:
    """Blocks in which each gram has its places; counts the pages that are read."""

    def __init__(self, *blocks: Places) -> None:
        self.blocks = blocks
        self.read = 0

    def pages(self, buckets, chosen):
        """Read as the statement does."""
        found = {
            (bucket, number): packed(by_bucket(self.blocks[number]).get(bucket, {}))
            for bucket in buckets
            for number in chosen
        }
        self.read += len(found)
        return found


def narrowed(monkeypatch, blocks: Blocks, grams: Sequence[int]) -> Narrowing:
    monkeypatch.setattr(narrowing, "pages", blocks.pages)
    return Narrowing([(Span(gram, gram),) for gram in grams])


@given(st.lists(st.lists(st.sets(st.integers(0, 200)), min_size=4, max_size=4), min_size=1, max_size=6))
def test_nothing_that_is_wanted_is_lost(found):
    blocks = Blocks(*({gram: sorted(places) for gram, places in enumerate(block)} for block in found))
    with pytest.MonkeyPatch.context() as patch:
        looking = narrowed(patch, blocks, range(4))
        for number, block in enumerate(found):
            assert looking.places([number]).get(number, set()) >= set.intersection(*block)


def test_grams_that_tell_nothing_apart_are_soon_left_alone(monkeypatch):
    """A word's letters come together, in 100 messages of a block, what follows it in 100 others and one of these."""
    word, following = range(10), 20
    block = {gram: range(100) for gram in word} | {following: range(99, 199)}
    blocks, read = Blocks(*[block] * 10), []
    looking = narrowed(monkeypatch, blocks, [*word, following])
    for number in range(10):
        before = blocks.read
        assert looking.places([number]) == {number: {99}}
        read.append(blocks.read - before)
    assert read == [6] + [2] * 9


def test_few_are_read_themselves_sooner_than_further_pages(monkeypatch):
    blocks = Blocks({0: [1, 2, 3], 1: [1, 2, 3], 2: [1], 3: [1]})
    assert narrowed(monkeypatch, blocks, range(4)).places([0]) == {0: {1, 2, 3}}
    assert blocks.read == 1


def test_what_is_rare_is_looked_up_alone(monkeypatch):
    rare, common = 0, 1 << 16
    block = {rare: [], common: range(100)}
    blocks = Blocks({rare: [5], common: range(100)}, *[block] * 9)
    looking = narrowed(monkeypatch, blocks, [rare, common])
    read = []
    for number in range(10):
        before = blocks.read
        assert looking.places([number]) == ({0: {5}} if number == 0 else {})
        read.append(blocks.read - before)
    assert (read[0], set(read[2:])) == (2, {1})


def test_what_takes_many_pages_is_looked_up_only_where_much_is_left(monkeypatch):
    word, any_third = 0, [page << KEY_BITS for page in range(1, 9)]
    for size, read in (9, 2), (50, 18):
        blocks = Blocks(*[{word: range(size)} | dict.fromkeys(any_third, range(size))] * 2)
        monkeypatch.setattr(narrowing, "pages", blocks.pages)
        looking = Narrowing([(Span(word, word),), tuple(Span(gram, gram) for gram in any_third)])
        assert looking.places([0, 1]) == {number: set(range(size)) for number in (0, 1)}
        assert blocks.read == read


def test_what_the_first_blocks_did_not_need_is_counted_in_few_before_it_is_looked_up_in_many(monkeypatch):
    one, other, common = 0, 1 << KEY_BITS, 2 << KEY_BITS
    block = {one: range(100), other: range(99, 199), common: range(2_000)}
    blocks = Blocks(dict.fromkeys([one, other, common], range(1, 3)), *[block] * 19)
    looking = narrowed(monkeypatch, blocks, [one, other, common])
    assert looking.places([0]) == {0: {1, 2}}
    assert blocks.read == 2
    assert looking.places(range(1, 20)) == {number: {99} for number in range(1, 20)}
    assert blocks.read == 2 + 2 + 2 * 19
