"""Ending these emails with one click, in the mail program or on the page."""

import re

import pytest
from django.test import Client

from messaging.notifications.choosing import settings_of
from messaging.notifications.deciding import WANTED_AT_FIRST
from messaging.notifications.mail.unsubscribing import unsubscribe_link
from rooms.direct.services import open_direct
from rooms.models import Room
from tests.messaging.notifications.mail.conftest import SITE
from tests.support.conversation import say

ONE_CLICK = {"List-Unsubscribe": "One-Click"}  # what RFC 8058 has mail programs send


@pytest.fixture
def mail(alice, bob, pass_by):
    say(alice, Room.objects.get(pk=open_direct(by=alice, user_ids=[bob.pk]).room["id"]))
    [mail] = pass_by(minutes=40)
    return mail


@pytest.fixture
def client():
    """Return a client with cookies of no one, and Django's check of CSRF."""
    return Client(enforce_csrf_checks=True)


def wanted(user):
    return settings_of(user).mail_for


def path_of(link):
    return link.removeprefix(SITE)


def test_the_mail_says_how_its_program_ends_it(mail, bob, client):
    [link] = re.findall("<(.*)>", mail.extra_headers["List-Unsubscribe"])
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in mail.body
    assert link in mail.alternatives[0].content
    answer = client.post(path_of(link), ONE_CLICK)
    assert (answer.status_code, wanted(bob)) == (200, 0)


def test_opening_the_page_changes_nothing_and_its_button_ends_it(bob, client, db, settings):
    settings.SITE_URL = SITE
    path = path_of(unsubscribe_link(bob))
    page = client.get(path)
    assert page.status_code == 200
    assert '<form method="post">' in page.content.decode()
    assert wanted(bob) == WANTED_AT_FIRST
    for _ in range(2):
        page = client.post(path)
        assert "You&#x27;re unsubscribed" in page.content.decode() or "You're unsubscribed" in page.content.decode()
    assert wanted(bob) == 0


def test_the_page_is_for_its_bearer_alone(bob, client, settings):
    settings.SITE_URL = SITE
    page = client.get(path_of(unsubscribe_link(bob)))
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert bob.name not in page.content.decode()
    assert bob.email not in page.content.decode()


@pytest.mark.parametrize("token", ["1", "MQ:x", "MQ", "%00", "ü", "a" * 3000, "MQ:" + "x" * 43, "1/2"])
def test_a_token_of_no_one_opens_nothing(client, db, token):
    for answer in (client.get(f"/unsubscribe/{token}/"), client.post(f"/unsubscribe/{token}/")):
        assert answer.status_code == 404


def test_the_link_of_an_old_secret_key_works_while_the_key_is_listed(bob, client, settings):
    settings.SITE_URL = SITE
    path = path_of(unsubscribe_link(bob))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 8
    assert client.post(path).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert client.post(path).status_code == 404


def test_a_link_that_is_posted_without_end_is_refused(bob, client, settings):
    settings.SITE_URL = SITE
    path = path_of(unsubscribe_link(bob))
    statuses = {client.post(path).status_code for _ in range(31)}
    assert statuses == {200, 429}
    assert client.get(path).status_code == 200


def test_the_log_has_no_token(mail, bob, client):
    [link] = re.findall("<(.*)>", mail.extra_headers["List-Unsubscribe"])
    answer = client.post(path_of(link), ONE_CLICK)
    assert answer.wsgi_request.META["chatsite.path"] == "/unsubscribe/…/"


def test_other_methods_are_refused(bob, client, settings):
    settings.SITE_URL = SITE
    assert client.put(path_of(unsubscribe_link(bob))).status_code == 405
