"""Bad numbers and words at every address of the admin: 404, 400 or a page, never a fault of ours."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin as django_admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.messaging.test_admin_access import ACTIONS_OF, OPEN, every_action, pages, scene

__all__ = ["scene"]

NUMBERS = [
    "²",
    "٣",
    "１",
    "-1",
    "+1",
    "1_0",
    "1.0",
    "abc",
    "%00",
    "0x1",
    "9" * 20,
    "9" * 4_000,
    "9" * 5_000,
    "1'",
    "\u202e1",
]
WORDS = ["²", "9" * 20, "\x00", "٣", "9" * 5_000, "-" + "9" * 20, "a " * 1_000, "\ud83d", "2026-99-99"]
MOST_USED = {"q", "p", "pk__in"}
# Names of the query that the admin itself reads, and those of its filters and forms.
QUERY = [
    *["q", "p", "o", "e", "all", "_popup", "_to_field", "_changelist_filters", "_facets"],
    *["id", "id__exact", "pk__in", "at__gte", "at__year", "date_joined__gte", "action__exact", "role__exact"],
    *[
        "state",
        "status",
        "seen",
        "role",
        "assignee__id__exact",
        "reason__exact",
        "is_default__exact",
        "user__id__exact",
    ],
    *["text", "author", "room", "since", "until", "is_removed", "before", "next"],
    *["term", "app_label", "model_name", "field_name"],
]
BAD = {400, 403, 404}
FAULTLESS = {200, 302, *BAD}


def filled(path: str, name: str, number: str) -> Iterator[str]:
    path = re.sub(r"<(?:path|int|number):(?!name)\w+>", lambda _: number, path)
    for act in ACTIONS_OF.get(name, ["act"]):
        yield "/admin/" + path.replace("<str:form>", "csv").replace("<slug:name>", act)


PAGES = [(path, name) for path, name in pages(django_admin.site.urls[0]) if path not in OPEN]
WITH_NUMBERS = [(path, name) for path, name in PAGES if re.search("<(?:path|int|number):", path)]
LISTS = [path for path, _ in PAGES if "<" not in path.replace("<str:form>", "")]


@pytest.fixture
def client_of_admin(scene: Any, admin: Any, signed_in: Any) -> Client:
    client: Client = signed_in(admin)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(("path", "name"), WITH_NUMBERS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_bad_number_in_an_address_is_nowhere(client_of_admin, path, name, method):
    for number in NUMBERS:
        for address in filled(path, name, number):
            answer = getattr(client_of_admin, method)(address, {"reason": "because", "action": "restore"})
            assert answer.status_code in BAD | {302}, (address[:80], answer.status_code)


@pytest.mark.parametrize("path", LISTS)
def test_bad_words_in_a_query_are_no_fault(client_of_admin, path):
    address = "/admin/" + path.replace("<str:form>", "csv")
    for name in QUERY:
        for word in WORDS if name in MOST_USED else WORDS[:3]:
            answer = client_of_admin.get(address, {name: word.encode(errors="surrogatepass")})
            assert answer.status_code in FAULTLESS, (address, name, word[:20], answer.status_code)


@pytest.mark.parametrize("word", [*NUMBERS, "1,2", "", "None"])
def test_what_was_chosen_in_a_list_is_a_number_or_nothing(scene, client_of_admin, word):
    for address, action, _thing in every_action(scene):
        fields = {"action": action, "_selected_action": [word], "reason": "because", "index": word}
        answer = client_of_admin.post(address, fields)
        assert answer.status_code in FAULTLESS, (address, action, answer.status_code)


def test_a_search_of_a_thousand_words_is_looked_for_by_its_first(client_of_admin):
    with CaptureQueriesContext(connection) as queries:
        assert client_of_admin.get("/admin/accounts/user/", {"q": "ab " * 1_000}).status_code == 200
    assert max(len(query["sql"]) for query in queries) < 10_000
