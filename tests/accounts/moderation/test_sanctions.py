"""Sanctions everywhere: who may, what they do, when they are over, what the person learns."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actors import SYSTEM
from accounts.models import ModerationEntry, User
from accounts.moderation import administration, sanctions
from accounts.moderation.models import Action, EntryIsFinal
from accounts.security.sessions import EndReason
from chatsite.contract.errors import Conflict, InvalidInput, NotAllowed
from chatsite.contract.events import ServerEvent
from chatsite.realtime import Notice, Revocation
from chatsite.text.times import FOREVER
from tests.accounts.conftest import Caller

HOUR = timedelta(hours=1)


def test_a_warning_is_announced_and_read_later(ada, alice, signed_in, announced):
    announced.clear()
    sanctions.warn(alice, by=ada, reason="No shouting.")
    (notice,) = announced
    assert isinstance(notice, Notice)
    assert (notice.event, notice.user_id) == (ServerEvent.SANCTIONED, alice.pk)
    caller = signed_in(alice)
    answer = caller.call("GET", "/auth/sanctions")[1]
    assert answer["sanctions"] == [notice.payload["sanction"]]
    assert (answer["sanctions"][0]["action"], answer["sanctions"][0]["reason"]) == ("warned", "No shouting.")
    assert answer["seen"] < answer["sanctions"][0]["id"]
    assert caller.call("PUT", "/auth/sanctions", {"seen": answer["sanctions"][0]["id"]})[0] == 204
    assert caller.call("GET", "/auth/sanctions")[1]["seen"] == answer["sanctions"][0]["id"]


def test_a_notice_never_says_who_did_it(ada, alice, signed_in):
    sanctions.mute(alice, by=ada, until=FOREVER, reason="spam")
    assert "Ada" not in str(signed_in(alice).call("GET", "/auth/sanctions"))


def test_a_ban_ends_sessions_and_says_why_at_sign_in(ada, alice, signed_in, announced):
    caller = signed_in(alice)
    announced.clear()
    sanctions.ban(alice, by=ada, until=timezone.now() + HOUR, reason="Threats.")
    assert Revocation(alice.pk, EndReason.BANNED) in announced
    assert caller.who() is None
    status, body = Caller().sign_in(alice.email)
    assert (status, body["error"]["code"]) == (403, "not_allowed")
    assert "This account is banned until" in body["error"]["message"]
    assert "Reason: Threats." in body["error"]["message"]


def test_a_ban_is_over_by_itself_or_lifted(ada, alice):
    sanctions.ban(alice, by=ada, until=FOREVER, reason="Threats.")
    assert "banned permanently" in Caller().sign_in(alice.email)[1]["error"]["message"]
    User.objects.filter(pk=alice.pk).update(banned_until=timezone.now())
    assert Caller().sign_in(alice.email)[0] == 200
    sanctions.ban(alice, by=ada, until=FOREVER, reason="Threats.")
    sanctions.unban(alice, by=ada)
    assert Caller().sign_in(alice.email)[0] == 200


@pytest.mark.parametrize("act", [sanctions.warn, sanctions.mute, sanctions.ban])
def test_no_one_sanctions_administrators_or_without_a_reason(ada, alice, bob, act):
    term = {} if act is sanctions.warn else {"until": FOREVER}
    with pytest.raises(Conflict):
        act(ada, by=ada, reason="x", **term)
    with pytest.raises(InvalidInput):
        act(alice, by=ada, reason=" ", **term)
    with pytest.raises(NotAllowed):
        act(alice, by=bob, reason="x", **term)
    assert not ModerationEntry.objects.exists()


def test_lifting_what_is_not_there_changes_nothing(ada, alice):
    sanctions.unmute(alice, by=ada)
    sanctions.unban(alice, by=ada)
    assert not ModerationEntry.objects.exists()


def test_every_act_of_an_administrator_is_logged(ada, alice, bob):
    bob.awaits_approval = True
    bob.save()
    administration.approve(bob, by=ada, origin="")
    administration.deactivate(alice, by=ada, reason="asked for it")
    administration.reactivate(alice, by=SYSTEM)
    administration.promote(alice, by=ada)
    administration.demote(alice, by=ada)
    administration.rename(alice, "Alicia", by=ada)
    administration.end_sessions(alice, by=ada)
    administration.make_reset_link(alice, by=ada, origin="")
    administration.turn_two_factor_off(alice, by=ada)
    administration.set_upload_limit(alice, by=ada, bytes_per_day=5)
    administration.set_upload_limit(alice, by=ada, bytes_per_day=5)
    logged = [(entry.action, entry.by, entry.whom, entry.reason) for entry in ModerationEntry.objects.order_by("pk")]
    assert logged[:3] == [
        ("approved", ada, bob, ""),
        ("deactivated", ada, alice, "asked for it"),
        ("reactivated", None, alice, ""),
    ]
    assert [action for action, *_ in logged[3:]] == [
        "promoted",
        "demoted",
        "renamed",
        "sessions_ended",
        "link_made",
        "two_factor_off",
        "upload_limit_set",
    ]


def test_the_log_only_grows(ada, alice):
    entry = sanctions.warn(alice, by=ada, reason="Once.")
    entry.reason = "Never."
    for change in (
        entry.save,
        entry.delete,
        ModerationEntry.objects.all().delete,
        lambda: ModerationEntry.objects.update(reason=""),
        lambda: ModerationEntry.objects.bulk_update([entry], ["reason"]),
    ):
        with pytest.raises(EntryIsFinal):
            change()
    assert ModerationEntry.objects.get().reason == "Once."


def test_the_log_outlives_the_people_in_it(ada, alice):
    sanctions.warn(alice, by=ada, reason="Once.")
    alice.delete()
    entry = ModerationEntry.objects.select_related("whom").get()
    assert entry.whom is None
    assert entry.whom_id
    assert entry.action == Action.WARNED


@pytest.mark.parametrize("verb", ["mute", "ban"])
def test_terms_are_set_and_lifted_over_http(ada, alice, signed_in, verb):
    caller = signed_in(ada)
    status, body = caller.call("PUT", f"/users/{alice.pk}/{verb}", {"reason": "spam", "for_s": 60})
    assert status == 200
    assert body["sanction"]["until"] < "9999"
    assert caller.call("PUT", f"/users/{alice.pk}/{verb}", {"reason": "spam"})[1]["sanction"]["until"] > "9998"
    assert caller.call("DELETE", f"/users/{alice.pk}/{verb}") == (204, None)
    alice.refresh_from_db()
    assert (alice.is_muted, alice.is_banned) == (False, False)
    assert caller.call("PUT", "/users/999/mute", {"reason": "spam"})[0] == 404
