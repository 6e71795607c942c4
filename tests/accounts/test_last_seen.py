"""When people were last online: rounded, hidden on request, and written at most once in five minutes."""

from datetime import UTC, datetime

import pytest

from accounts.last_seen import last_seen, note_last_seen, rounded
from accounts.models import User


def test_a_moment_is_rounded_down_to_five_minutes():
    assert rounded(datetime(2026, 11, 26, 14, 9, 59, 999, UTC)) == datetime(2026, 11, 26, 14, 5, tzinfo=UTC)


@pytest.mark.django_db
def test_who_is_here_was_last_seen_now(alice, bob):
    note_last_seen([alice.pk])
    alice.refresh_from_db()
    bob.refresh_from_db()
    assert alice.last_seen_at == rounded(alice.last_seen_at)
    assert last_seen(alice) is not None
    assert last_seen(bob) is None


@pytest.mark.django_db
def test_within_five_minutes_no_row_is_written_again(alice, monkeypatch):
    monkeypatch.setattr("accounts.last_seen.timezone.now", lambda: datetime(2026, 11, 26, 14, 9, tzinfo=UTC))
    note_last_seen([alice.pk])
    User.objects.filter(pk=alice.pk).update(last_seen_at=datetime(2026, 11, 26, 14, 6, tzinfo=UTC))
    note_last_seen([alice.pk])
    alice.refresh_from_db()
    assert alice.last_seen_at == datetime(2026, 11, 26, 14, 6, tzinfo=UTC)


@pytest.mark.django_db
def test_hiding_it_forgets_it_and_stores_nothing_more(alice, signed_in):
    note_last_seen([alice.pk])
    status, body = signed_in(alice).call("PUT", "/auth/preferences", {"shows_last_seen": False})
    assert (status, body["user"]["preferences"]["shows_last_seen"]) == (200, False)
    note_last_seen([alice.pk])
    alice.refresh_from_db()
    assert (alice.last_seen_at, last_seen(alice)) == (None, None)


@pytest.mark.django_db
def test_other_choices_leave_it(alice, signed_in):
    note_last_seen([alice.pk])
    signed_in(alice).call("PUT", "/auth/preferences", {"clock": "24"})
    alice.refresh_from_db()
    assert alice.last_seen_at is not None


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["yes", 1])
def test_only_true_and_false_are_choices(alice, signed_in, value):
    assert signed_in(alice).call("PUT", "/auth/preferences", {"shows_last_seen": value})[0] == 400
