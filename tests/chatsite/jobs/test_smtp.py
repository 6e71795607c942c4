"""Mail through a real SMTP server process: delivered in the background, kept while the server is down."""

import time
from email.message import Message

import pytest

from tests.support.post import PostOffice, link_in, text_of
from tests.support.processes import wait_until


@pytest.fixture(scope="module")
def post(tmp_path_factory):
    office = PostOffice(tmp_path_factory.mktemp("post"))
    yield office
    office.close()


@pytest.fixture(scope="module")
def site(make_server, post):
    post.open()
    env = {"EMAIL_URL": post.url, "EMAIL_VERIFICATION": "required"}
    return make_server(env=env | {"ADMIN_EMAILS": "operators@example.org", "DEFAULT_FROM_EMAIL": "chat@example.org"})


def token_in(letter: Message) -> str:
    return link_in(letter).partition("?token=")[2]


def test_a_new_person_confirms_their_address_by_mail(site, post):
    caller = site.register("Nora", email="nora@example.org")
    assert caller.user["must_verify_email"]
    assert caller.get("/rooms").status_code == 403
    letter = post.wait_for("nora@example.org")
    assert letter["From"] == "chat@example.org"
    assert caller.put("/auth/email-confirmation", json={"token": token_in(letter)}).status_code == 204
    assert caller.get("/rooms").status_code == 200


def test_a_mail_server_that_is_down_delays_no_one_and_loses_nothing(site, post):
    post.close()
    caller = site.caller()
    start = time.monotonic()
    assert caller.post("/feedback", json={"content": "Is anyone there?"}).status_code == 201
    assert caller.post("/auth/password-reset", json={"email": "nora@example.org"}).status_code == 204
    assert time.monotonic() - start < 5
    before = len(post.letters_to("nora@example.org"))
    wait_until(lambda: site.log_since().count("next attempt in") >= 2, site.process, log=site.log)
    site.kill()  # what waits survives the server too
    post.open()
    site.start()
    letter = post.wait_for("operators@example.org")
    assert "Is anyone there?" in text_of(letter)
    token = token_in(post.wait_for("nora@example.org", before + 1))
    body = {"token": token, "new_password": "another passphrase no one guesses"}
    assert site.caller().put("/auth/password-reset", json=body).status_code == 204
