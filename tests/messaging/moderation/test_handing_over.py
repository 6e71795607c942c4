"""A report of a direct message hands over five messages before and after it, and no one looks further."""

import pytest
from django.urls import reverse

from accounts.models import ModerationEntry
from chatsite.contract.errors import NotAllowed, NotFound
from messaging.models import Message, ReportedMessage
from messaging.moderation import services as reports
from messaging.services import delete_message, edit_message
from messaging.upkeep.erasing import erase, written_by
from rooms.direct.services import open_direct
from rooms.models import Room
from tests.support.conversation import say


@pytest.fixture
def direct(alice, bob):
    """Return a direct room of Alice and Bob, in which Alice said twenty things."""
    direct = Room.objects.get(pk=open_direct(by=alice, user_ids=[bob.pk]).room["id"])
    for number in range(20):
        say(alice, direct, f"word{number:02}")
    return direct


@pytest.fixture
def report(direct, bob):
    """Return Bob's report of the eleventh."""
    seq = direct.messages.order_by("seq")[10].seq
    delete_message(room_id=direct.pk, seq=seq - 1, by=direct.messages.get(seq=seq).author)
    return reports.report_message(by=bob, room_id=direct.pk, seq=seq, reason="harassment")


def words_on(page):
    return [f"word{number:02}" for number in range(20) if f"word{number:02}" in page]


def test_it_shows_what_was_said_around_it_then(report, direct, alice, admin, signed_in):
    seq = report.seq
    edit_message(room_id=direct.pk, seq=seq, by=alice, content="harmless")
    page = signed_in(admin).get(reverse("admin:messaging_report_change", args=[report.pk])).content.decode()
    around = [f"word{number:02}" for number in range(5, 16) if number != 9]
    assert words_on(page) == around
    assert "harmless" not in page
    assert f"/rooms/{direct.pk}/" not in page


def test_reporting_it_again_hands_nothing_more_over(report, direct, bob):
    count = ReportedMessage.objects.count()
    reports.report_message(by=bob, room_id=direct.pk, seq=report.seq, reason="spam")
    assert ReportedMessage.objects.count() == count == 11


def test_a_report_in_a_room_of_many_keeps_no_copy(room, alice, bob):
    seq = say(alice, room)["seq"]
    reports.report_message(by=bob, room_id=room.pk, seq=seq, reason="spam")
    assert not ReportedMessage.objects.exists()


def test_erasing_takes_the_copies_too(report, alice):
    list(erase(written_by(alice)))
    assert set(ReportedMessage.objects.values_list("content", flat=True)) == {""}


def test_an_administrator_outside_removes_the_message_alone(report, direct, admin, signed_in):
    page = reverse("admin:messaging_report_change", args=[report.pk])
    assert "remove_from_room" not in signed_in(admin).get(page).content.decode()
    fields = {"resolve": "1", "actions": ["remove_message"], "until": "86400", "reason": "Why."}
    signed_in(admin).post(page, fields)
    gone = direct.messages.exclude(deleted_at=None).values_list("seq", flat=True)
    assert list(gone.order_by("seq")) == [report.seq - 1, report.seq]
    with pytest.raises(NotFound):
        delete_message(room_id=direct.pk, seq=report.seq + 1, by=admin, reason="Why.")


@pytest.fixture
def removed(report, admin, signed_in):
    """Return the reported message, which an administrator removed as they resolved the report."""
    fields = {"resolve": "1", "actions": ["remove_message"], "until": "86400", "reason": "Why."}
    signed_in(admin).post(reverse("admin:messaging_report_change", args=[report.pk]), fields)
    return Message.objects.get(room=report.room, seq=report.seq)


def test_what_was_removed_is_restored_from_the_report(report, removed, admin, signed_in):
    client, path = signed_in(admin), reverse("admin:messaging_report_change", args=[report.pk])
    assert removed.deleted_at
    page = client.get(path).content.decode()
    assert "Removed by" in page
    assert "Restore the message" in page
    client.post(path, {"action": "restore", "reason": "A mistake."})
    removed.refresh_from_db()
    assert removed.deleted_at is None
    assert [entry.action for entry in ModerationEntry.objects.order_by("pk")][-1] == "message_restored"
    assert "Remove the message" in client.get(path).content.decode()


def test_it_is_removed_after_the_report_was_settled_with_a_reason_for_its_author(report, admin, alice, signed_in):
    client, path = signed_in(admin), reverse("admin:messaging_report_change", args=[report.pk])
    client.post(path, {"dismiss": "1"})
    refused = client.post(path, {"action": "take_away", "reason": ""}, follow=True).content.decode()
    assert "Give a reason." in refused
    client.post(path, {"action": "take_away", "reason": "After all."})
    message = Message.objects.get(room=report.room, seq=report.seq)
    assert message.removal.reason == "After all."
    notice = signed_in(alice).get("/auth/sanctions").json()["sanctions"][0]
    assert (notice["action"], notice["reason"], notice["seq"]) == ("message_removed", "After all.", report.seq)


def test_an_administrator_inside_removes_by_the_report_alone(alice, admin, signed_in):
    room_id = open_direct(by=admin, user_ids=[alice.pk]).room["id"]
    said = say(alice, Room.objects.get(pk=room_id))
    report = reports.report_message(by=admin, room_id=room_id, seq=said["seq"], reason="spam")
    with pytest.raises(NotAllowed):
        delete_message(room_id=room_id, seq=said["seq"], by=admin, reason="Why.")
    reports.remove_reported(report, by=admin, reason="Why.")
    assert Message.objects.get(pk=said["id"]).deleted_at
    reports.restore_reported(report, by=admin, reason="")
    assert Message.objects.get(pk=said["id"]).deleted_at is None


def test_others_neither_remove_nor_restore_by_a_report(report, alice, bob):
    for change in (reports.remove_reported, reports.restore_reported):
        for person in (alice, bob):
            with pytest.raises(NotAllowed):
                change(report, by=person, reason="Why.")


def test_of_a_conversation_that_is_gone_nothing_is_offered(report, direct, admin, signed_in):
    Room.objects.filter(pk=direct.pk).update(deleted_at=report.created_at)
    page = signed_in(admin).get(reverse("admin:messaging_report_change", args=[report.pk]))
    assert "Restore the message" not in page.content.decode()
    with pytest.raises(NotFound):
        reports.remove_reported(report, by=admin, reason="Why.")
