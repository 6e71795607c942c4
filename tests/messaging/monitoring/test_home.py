"""The admin's first page: what needs attention, and four numbers."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from accounts.models import User
from chatsite.models import Job
from messaging.models import Message
from messaging.monitoring.last_day import messages_since
from tests.support.conversation import say


@pytest.fixture
def desk(admin_user: User) -> Client:
    client = Client()
    client.force_login(admin_user)
    caches["local"].clear()
    return client


def numbers(page: str) -> dict[str, int]:
    found = re.findall(r"<dt>([^<]+)</dt><dd><a[^>]*>(\d+)<", page)
    return {title: int(count) for title, count in found}


def test_it_counts_people_rooms_and_the_messages_of_today(desk, room, bob):
    for number in range(3):
        say(bob, room, f"{number}")
    page = desk.get("/admin/").content.decode()
    people = User.objects.filter(is_active=True).count()
    assert numbers(page) == {"People": people, "Online": 0, "Messages today": 3, "Rooms": 1}


def test_today_begins_at_midnight_where_the_reader_is(db, room, bob):
    say(bob, room, "late")
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    Message.objects.update(created_at=late)
    assert messages_since(datetime(2026, 7, 1, 22, 0, tzinfo=UTC)) == 1  # midnight in Madrid
    assert messages_since(late + timedelta(minutes=1)) == 0


def test_only_queues_with_something_to_do_are_listed(desk):
    assert "All clear." in desk.get("/admin/").content.decode()
    Job.objects.create(kind="nothing", payload={})
    assert "All clear." in desk.get("/admin/").content.decode()
    Job.objects.create(kind="nothing", payload={}, failed_at=timezone.now())
    page = desk.get("/admin/").content.decode()
    assert "Failed jobs" in page
    assert "Queued jobs" not in page


def test_a_list_of_one_app_leads_to_the_first_page(desk):
    assert desk.get("/admin/accounts/")["Location"] == "/admin/"


def test_the_page_one_is_on_is_marked_and_no_other(desk):
    for path in ("/admin/", "/admin/accounts/user/", "/admin/settings/", "/admin/status/"):
        page = desk.get(path).content.decode()
        assert re.findall(r'<a href="([^"]+)" aria-current="page"', page) == [path]
