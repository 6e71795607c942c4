"""Reports: filing them, the queue, acting, what the reporter sees."""

import pytest
from django.urls import reverse

from accounts.models import ModerationEntry
from chatsite.contract.errors import Conflict, NotAllowed, NotFound
from chatsite.contract.events import ServerEvent
from chatsite.text.times import FOREVER
from messaging.models import Message, Report
from messaging.moderation import services as reports
from messaging.services import delete_message
from messaging.upkeep.erasing import erase, written_by
from rooms.memberships import join_room, leave_room
from rooms.models import Membership, Room
from tests.support.conversation import say

QUEUE = "admin:messaging_report_changelist"


@pytest.fixture
def report(room, alice, bob):
    say(alice, room, "good morning")
    seq = say(bob, room, "buy here")["seq"]
    return reports.report_message(by=alice, room_id=room.pk, seq=seq, reason="spam", note="again")


def file(client, **body):
    return client.post("/reports", body, "application/json")


def test_a_message_is_reported_once_and_its_text_is_kept(room, alice, bob, signed_in):
    seq = say(bob, room, "buy here")["seq"]
    client = signed_in(alice)
    first = file(client, room_id=room.pk, seq=seq, reason="spam", note="third time")
    assert first.status_code == 201
    assert file(client, room_id=room.pk, seq=seq, reason="other").json() == first.json()
    delete_message(room_id=room.pk, seq=seq, by=bob)
    assert Report.objects.get().content == "buy here"
    assert client.get("/reports").json()["reports"] == [first.json()["report"]]
    assert signed_in(bob).get("/reports").json()["reports"] == []
    assert first.json()["report"]["status"] == "open"


def test_a_person_is_reported(room, alice, bob, signed_in):
    answer = file(signed_in(alice), user_id=bob.pk, reason="harassment").json()["report"]
    assert (answer["person"]["name"], answer["seq"], answer["room_id"]) == ("Bob", None, None)


@pytest.mark.parametrize(
    "body", [{}, {"room_id": 1}, {"seq": 1}, {"user_id": 1, "seq": 1}, {"user_id": 1, "reason": "dislike"}]
)
def test_a_report_names_one_thing_and_a_known_reason(alice, signed_in, body):
    assert file(signed_in(alice), **({"reason": "spam"} | body)).status_code == 400


def test_no_one_reports_themselves_or_what_they_may_not_see(room, alice, bob, charlie):
    seq = say(alice, room)["seq"]
    with pytest.raises(Conflict):
        reports.report_message(by=alice, room_id=room.pk, seq=seq, reason="spam")
    with pytest.raises(Conflict):
        reports.report_person(by=bob, user_id=bob.pk, reason="spam")
    Room.objects.update(visibility=Room.Visibility.PRIVATE, active_name_key=None)
    with pytest.raises(NotFound):
        reports.report_message(by=charlie, room_id=room.pk, seq=seq, reason="spam")


@pytest.mark.parametrize("fields", [{}, {"is_active": False}, {"banned_until": FOREVER}, {"is_superuser": True}])
def test_a_stranger_s_name_is_not_learned_by_reporting_numbers(room, alice, make_user, signed_in, fields):
    """It was in the answer, also of people who are banned, deactivated, or administer the site."""
    stranger, former = make_user("Stranger", **fields), make_user("Former")
    join_room(room_id=room.pk, by=former)
    leave_room(room_id=room.pk, by=former)
    answers = [file(signed_in(alice), user_id=pk, reason="spam") for pk in (stranger.pk, 10**9, former.pk)]
    assert [answer.status_code for answer in answers] == [404, 404, 201]
    assert answers[0].json() == answers[1].json()


def test_reporting_is_throttled(room, alice, make_user, signed_in):
    client = signed_in(alice)
    people = [make_user(f"Person {number}", email=f"p{number}@example.org", password=None) for number in range(31)]
    for person in people:
        join_room(room_id=room.pk, by=person)
    codes = [file(client, user_id=person.pk, reason="spam").status_code for person in people]
    assert codes == [201] * 30 + [429]


def test_settling_tells_every_reporter_of_the_same(report, room, bob, charlie, admin, announced_by):
    other = reports.report_message(by=charlie, room_id=room.pk, seq=report.seq, reason="other")
    announced = announced_by(reports.settle, report, by=admin, status=Report.Status.DISMISSED, answer="It is a joke.")
    assert {notice.user_id for notice in announced} == {report.reporter_id, charlie.pk}
    assert {notice.event for notice in announced} == {ServerEvent.REPORT_UPDATED}
    other.refresh_from_db()
    assert (other.status, other.answer, other.assignee) == ("dismissed", "It is a joke.", admin)
    with pytest.raises(Conflict):
        reports.settle(report, by=admin, status=Report.Status.RESOLVED)


def test_only_administrators_settle(report, alice):
    for act in (
        lambda: reports.claim(report, by=alice),
        lambda: reports.settle(report, by=alice, status=Report.Status.RESOLVED),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.django_db(transaction=True)
def test_acting_and_resolving_is_all_or_nothing(report, bob, admin):
    bob.is_superuser = True
    bob.save()
    report.refresh_from_db()
    with pytest.raises(Conflict):
        reports.take_action_and_resolve(report, by=admin, actions=["remove_message", "warn"], until=FOREVER, reason="x")
    report.refresh_from_db()
    assert report.is_pending
    assert not Message.objects.get(seq=report.seq).is_deleted


@pytest.mark.parametrize("act", reports.REPORT_ACTIONS)
def test_every_act_does_what_it_says_and_is_logged(report, bob, room, admin, act):
    reports.take_action_and_resolve(
        report, by=admin, actions=[act], until=FOREVER, reason="advertising", answer="Thank you."
    )
    bob.refresh_from_db()
    member = Membership.objects.get(room=room, user=bob)
    done = {
        "remove_message": Message.objects.get(seq=report.seq).is_deleted,
        "warn": ModerationEntry.objects.filter(action="warned", whom=bob).exists(),
        "mute_here": member.is_muted,
        "remove_from_room": member.left_at is not None and not member.is_banned,
        "ban_here": member.is_banned,
        "mute": bob.is_muted,
        "ban": bob.is_banned,
    }
    assert {name for name, is_done in done.items() if is_done} == {act}
    report.refresh_from_db()
    assert (report.status, report.answer) == ("resolved", "Thank you.")
    entries = ModerationEntry.objects.order_by("pk").values_list("action", "reason", "whom", "by")
    assert entries[0][1:] == ("advertising", bob.pk, admin.pk)
    assert entries[1] == ("report_resolved", "Thank you.", bob.pk, admin.pk)


def test_the_queue_shows_what_has_yet_to_be_settled_in_its_context(report, admin, signed_in):
    client = signed_in(admin)
    assert "buy here" in client.get(reverse(QUEUE)).content.decode()
    page = client.get(reverse("admin:messaging_report_change", args=[report.pk])).content.decode()
    assert "good morning" in page
    assert "again" in page
    fields = {"actions": ["remove_message", "ban_here"], "until": "86400", "reason": "advertising", "resolve": "1"}
    client.post(reverse("admin:messaging_report_change", args=[report.pk]), fields)
    report.refresh_from_db()
    assert report.status == "resolved"
    assert "buy here" not in client.get(reverse(QUEUE)).content.decode()
    assert "buy here" in client.get(reverse(QUEUE), {"status": "all"}).content.decode()


def test_a_report_is_claimed_then_dismissed_on_its_page(report, admin, signed_in):
    client, page = signed_in(admin), reverse("admin:messaging_report_change", args=[report.pk])
    client.post(page, {"claim": "1"})
    report.refresh_from_db()
    assert (report.status, report.assignee) == ("claimed", admin)
    client.post(page, {"dismiss": "1", "answer": "It is fine."})
    report.refresh_from_db()
    assert (report.status, report.answer) == ("dismissed", "It is fine.")


def test_what_is_refused_is_said_on_the_page(report, admin, bob, signed_in):
    bob.is_superuser = True
    bob.save()
    fields = {"actions": ["warn"], "until": "", "reason": "x", "resolve": "1"}
    page = signed_in(admin).post(reverse("admin:messaging_report_change", args=[report.pk]), fields)
    assert "be warned, muted or banned. Make them a member first." in page.content.decode()


def test_erasing_a_message_erases_what_reports_quote_of_it(report, bob):
    assert sum(erase(written_by(bob))) == 1
    report.refresh_from_db()
    assert report.content == ""
