"""Which answers of the API are compressed, and how."""

import gzip

import pytest
from django.http import HttpRequest, HttpResponseBase
from django.test import RequestFactory

from chatsite.web.api import COMPRESSED_BYTES, Action, Endpoint
from chatsite.web.openapi import operations

LONG = {"text": "word " * 400}


def answer(body: dict[str, str], **headers: str) -> HttpResponseBase:
    """Call an endpoint that answers ``body`` and may compress it."""

    def run(request: HttpRequest, data: object) -> dict[str, str]:
        return body

    endpoint = Endpoint(GET=Action(run, anonymous=True, compressed=True))
    return endpoint(RequestFactory().get("/", headers=headers))


def test_a_long_list_comes_in_gzip_to_who_takes_it() -> None:
    response = answer(LONG, accept_encoding="br, gzip")
    plain = answer(LONG)
    assert gzip.decompress(response.content) == plain.content
    assert response["Content-Encoding"] == "gzip"
    assert int(response["Content-Length"]) == len(response.content) < len(plain.content)
    assert not plain.has_header("Content-Encoding")
    assert response["Vary"] == plain["Vary"] == "Accept-Encoding"


def test_the_same_answer_has_another_length_each_time() -> None:
    assert len({len(answer(LONG, accept_encoding="gzip").content) for _ in range(50)}) > 1


@pytest.mark.parametrize("characters", [0, COMPRESSED_BYTES.start // 2, COMPRESSED_BYTES.stop])
def test_what_is_short_or_very_long_stays_plain(characters: int) -> None:
    response = answer({"text": "x" * characters}, accept_encoding="gzip")
    assert not response.has_header("Content-Encoding")
    assert response["Vary"] == "Accept-Encoding"


def test_no_secret_is_ever_compressed() -> None:
    compressed = {f"{one.method} {one.path}" for one in operations() if one.action.compressed}
    assert compressed == {
        "GET /auth/bookmarks",
        "GET /auth/mentions",
        "GET /rooms",
        "GET /rooms/{room_id}/members",
        "GET /rooms/{room_id}/messages",
        "GET /rooms/{room_id}/messages/{seq}/history",
        "GET /rooms/{room_id}/messages/{seq}/reactions",
        "GET /rooms/{room_id}/pins",
        "GET /rooms/unread",
        "GET /rooms/{room_id}/changes",
        "GET /api/schema",
    }
