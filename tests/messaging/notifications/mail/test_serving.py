"""A server that runs mails people by itself, and takes the unsubscribing of their mail programs."""

import re
from urllib.parse import urlsplit

import httpx
import pytest

from tests.support.post import PostOffice

LONG_UNREAD = """
from datetime import timedelta
from django.utils import timezone
from messaging.models import Message
from messaging.notifications.mail.models import MissedMail
Message.objects.update(created_at=timezone.now() - timedelta(hours=1))
MissedMail.objects.update_or_create(user_id={}, defaults={{"due_at": timezone.now()}})
"""


@pytest.fixture(scope="module")
def post(tmp_path_factory):
    office = PostOffice(tmp_path_factory.mktemp("post"))
    office.open()
    yield office
    office.close()


@pytest.fixture(scope="module")
def site(make_server, post):
    return make_server(env={"EMAIL_URL": post.url, "SITE_URL": "https://chat.example.org", "EMAIL_VERIFICATION": "off"})


def test_a_server_mails_what_was_missed_and_the_mail_program_ends_it(site, post):
    alice, bob = site.register("Alice"), site.register("Bob", email="bob@example.org")
    room = alice.post("/direct", json={"user_ids": [bob.user["id"]]}).json()["room"]
    alice.post(f"/rooms/{room['id']}/messages", json={"content": "Still **there**?"})
    site.run(LONG_UNREAD.format(bob.user["id"]))
    letter = post.wait_for("bob@example.org")
    text, html = (part.get_payload(decode=True).decode() for part in letter.get_payload())
    assert "Still there?" in text
    assert "Still there?" in html
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    [link] = re.findall("<(.*)>", letter["List-Unsubscribe"])
    one_click = {"List-Unsubscribe": "One-Click"}
    assert httpx.post(site.url + urlsplit(link).path, data=one_click).status_code == 200
    assert bob.get("/auth/notifications").json()["notifications"]["mail_for"] == []
    assert urlsplit(link).path not in site.log_since()
