"""Every process shows a new name within seconds."""

import time

import pytest

from chatsite.site.identity import KEPT_S
from tests.support.fixtures import LANE_REDIS

pytestmark = pytest.mark.slow
WORKERS = 2 if LANE_REDIS else 1
IN_A_ROW = 12
CHANGE = """
from accounts.actors import SYSTEM
from accounts.site.services import change_identity
change_identity(by=SYSTEM, texts={"name": "Garden", "description": "", "welcome": "", "rules": ""})
"""


def test_a_change_by_another_process_is_shown_by_all_within_seconds(make_server):
    server = make_server(workers=WORKERS)
    with server.caller() as caller:
        assert "Sign in to Chatsite" in caller.get("/login/").text
        server.run(CHANGE)
        time.sleep(KEPT_S)  # what is tested is that this long is enough
        pages = [caller.get("/login/").text for _ in range(IN_A_ROW)]
    assert all("Sign in to Garden" in page for page in pages)
