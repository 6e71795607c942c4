"""Times in the admin are in the browser's zone."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from accounts.models import User

PEOPLE = "/admin/accounts/user/"
JOINED = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "shown", "named"),
    [
        ("Europe/Madrid", "2 Jul 2026, 00:30", "Europe/Madrid"),
        ("Asia/Kathmandu", "2 Jul 2026, 04:15", "Asia/Kathmandu"),
        ("", "1 Jul 2026, 22:30", "UTC"),
        ("Mars/Olympus", "1 Jul 2026, 22:30", "UTC"),
        ("../../etc/passwd", "1 Jul 2026, 22:30", "UTC"),
        ("x" * 5000, "1 Jul 2026, 22:30", "UTC"),
        ("a\\000b", "1 Jul 2026, 22:30", "UTC"),
    ],
)
def test_a_list_shows_local_times_and_says_of_which_zone(signed_in, ada, alice, zone, shown, named):
    User.objects.filter(pk=alice.pk).update(date_joined=JOINED)
    http = signed_in(ada).http
    http.cookies["time_zone"] = zone
    page = http.get(PEOPLE).content.decode()
    assert shown in page
    assert f"Times are in {named}." in page
    assert timezone.get_current_timezone_name() == "UTC"


def test_a_search_reads_local_times(signed_in, ada):
    http = signed_in(ada).http
    http.cookies["time_zone"] = "Asia/Kathmandu"
    form = http.get("/admin/messaging/message/?since=2026-07-02T04:15").context["form"]
    assert form.cleaned_data["since"] == JOINED
