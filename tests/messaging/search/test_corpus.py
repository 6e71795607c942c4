"""Every query of the corpus finds what it must, on every engine."""

import pytest

from messaging.search.index.models import block_of
from messaging.search.index.sealing import seal
from messaging.search.language import TEXTS, parse
from tests.messaging.search.corpus import CORPUS, Group
from tests.support.conversation import say


def test_the_corpus_is_large():
    assert len(CORPUS) >= 12
    assert sum(len(group.expectations()) for group in CORPUS) >= 400


@pytest.mark.parametrize("where", ["tail", "pages"])
@pytest.mark.parametrize("group", CORPUS, ids=lambda group: group.name)
def test_every_query_finds_and_marks_what_it_must(room, alice, bob, signed_in, group: Group, where: str):
    by_id = {say(alice, room, text)["id"]: letter for letter, text in group.texts().items()}
    if where == "pages":
        for number in {block_of(pk) for pk in by_id}:
            list(seal(number))
    client = signed_in(bob)
    wrong = {}
    for query, letters in group.expectations():
        results = client.get("/search", {"q": query, "room_id": room.pk, "limit": 50}).json()["results"]
        found = "".join(sorted(by_id[one["message"]["id"]] for one in results))
        is_marked = any(not term.is_excluded and term.kind in TEXTS for term in parse(query))
        if found != letters or any(("<mark>" in one["excerpt_html"]) != is_marked for one in results):
            wrong[query] = f"found {found or '-'}, not {letters or '-'}: {parse(query)}"
    assert wrong == {}
