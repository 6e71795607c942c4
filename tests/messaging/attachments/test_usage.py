"""What administrators see of files: who uses how much, and whose limits are their own."""

import pytest
from prometheus_client import REGISTRY

from accounts.moderation.administration import set_upload_limit
from chatsite.contract.errors import NotAllowed, RateLimited
from chatsite.observe import metrics
from messaging.attachments.usage import queries
from rooms.direct.services import open_direct
from rooms.models import Room
from rooms.services import create_room
from tests.support.conversation import say

MB = 2**20


@pytest.fixture
def direct(alice, bob):
    """Return a direct conversation, which is private."""
    open_direct(by=alice, user_ids=[bob.pk])
    return Room.objects.get(visibility=Room.Visibility.DIRECT)


def test_people_and_rooms_are_listed_by_what_they_use(room, alice, bob, attach, direct):
    cellar = create_room(by=alice, name="Cellar")
    attach(content=b"x" * 10)
    attach(content=b"y" * 5, to=cellar)
    attach(content=b"z" * 100, by=bob)
    attach(content=b"d" * 3, to=direct)
    people = [(row["person"], row["files"], row["bytes"], row["lately"]) for row in queries.people()]
    assert people == [(bob, 1, 100, 100), (alice, 3, 18, 18)]
    assert [(row["name"], row["bytes"]) for row in queries.rooms()] == [("Kitchen", 110), ("Cellar", 5)]
    assert queries.in_direct_rooms() == {"files": 1, "bytes": 3}
    assert [(row["room"], row["bytes"]) for row in queries.rooms_of(alice)] == [
        (room.pk, 10), (cellar.pk, 5), (None, 3),
    ]  # fmt: skip


def test_what_is_stored_once_counts_for_each(attach, bob):
    attach()
    attach(by=bob)
    assert (queries.totals()["bytes"], queries.totals()["stored"] >= 5) == (10, True)


def test_the_page_is_for_administrators(admin, alice, signed_in, attach, direct):
    attach(content=b"x" * 3 * MB)
    attach(content=b"y" * 2 * MB, to=direct)
    page = signed_in(admin).get("/admin/files/").content.decode()
    assert "Kitchen" in page
    assert "Direct conversations" in page
    assert "3 MB" in page
    assert f"/admin/accounts/user/{alice.pk}/change/?tab=files" in page
    assert signed_in(alice).get("/admin/files/").status_code in {302, 403}


def test_the_page_needs_no_file_yet(admin, signed_in, settings):
    assert not settings.MEDIA_ROOT.exists()
    assert signed_in(admin).get("/admin/files/").status_code == 200


def test_a_persons_page_shows_their_files_and_sets_their_limit(admin, alice, signed_in, attach, direct):
    attach(content=b"x" * 3 * MB)
    attach(content=b"y" * 2 * MB, to=direct)
    client = signed_in(admin)
    place = f"/admin/accounts/user/{alice.pk}"
    page = client.get(f"{place}/change/?tab=files").content.decode()
    assert "5 MB" in page
    assert "the limit of the site" in page
    client.post(f"{place}/action/set_upload_limit/", {"megabytes": "7"})
    alice.refresh_from_db()
    assert alice.daily_upload_bytes == 7 * MB
    assert "their own" in client.get(f"{place}/change/?tab=files").content.decode()
    client.post(f"{place}/action/set_upload_limit/", {"megabytes": ""})
    alice.refresh_from_db()
    assert alice.upload_bytes_per_day is None


def test_a_limit_of_ones_own_goes_before_that_of_the_site(admin, alice, bob, attach, signed_in, settings):
    settings.UPLOAD_BYTES_PER_DAY = 10
    set_upload_limit(alice, by=admin, bytes_per_day=20)
    set_upload_limit(bob, by=admin, bytes_per_day=0)
    alice.refresh_from_db()
    bob.refresh_from_db()
    attach(content=b"x" * 15)
    with pytest.raises(RateLimited):
        attach(content=b"x" * 6)
    attach(content=b"x" * 1_000, by=bob)
    limits = [signed_in(person).get("/auth/me").json()["limits"]["bytes_per_day"] for person in (alice, bob)]
    assert limits == [20, None]
    with pytest.raises(NotAllowed):
        set_upload_limit(bob, by=alice, bytes_per_day=0)


def test_uploads_are_counted_by_what_became_of_them(room, alice, attach, settings, tmp_path):
    def counted(name, **labels):
        return REGISTRY.get_sample_value(name, labels) or 0

    stored, received = counted("chatsite_uploads_total", outcome="stored"), counted("chatsite_upload_bytes_total")
    refused = counted("chatsite_uploads_total", outcome="unavailable")
    say(alice, room, attachment_ids=[attach(content=b"x" * 100).pk])
    settings.UPLOAD_SCANNER = f"unix://{tmp_path / 'none'}"
    with pytest.raises(Exception, match="viruses"):
        attach(content=b"y" * 11)
    assert counted("chatsite_uploads_total", outcome="stored") == stored + 1
    assert counted("chatsite_uploads_total", outcome="unavailable") == refused + 1
    assert counted("chatsite_upload_bytes_total") == received + 111
    assert metrics.PREPARING.has_news
