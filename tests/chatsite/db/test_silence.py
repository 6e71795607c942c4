"""A database that says nothing, as behind a line that was cut, holds no one up without end."""

import time

import httpx
import pytest

from tests.support.server import Server

pytestmark = pytest.mark.slow


def test_a_silent_database_is_abandoned_and_found_again(mariadb_server):
    url = mariadb_server.create_database("silence")
    with Server(database_url=url, env={"DATABASE_SILENCE_S": "1"}) as server:
        mariadb_server.pause()
        began = time.monotonic()
        assert httpx.get(f"{server.url}/readyz", timeout=40).status_code == 503
        assert time.monotonic() - began < 20
        mariadb_server.resume()
        assert httpx.get(f"{server.url}/readyz", timeout=40).status_code == 200
