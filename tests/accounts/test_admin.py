"""The admin: who gets in, and what can be done with people there."""

from datetime import timedelta

import pytest
from django.contrib.admin import site
from django.utils import timezone

from accounts.models import Session, TwoFactor, User
from accounts.security.sessions import EndReason
from chatsite.jobs.queue import PermanentFailure, enqueue, run_due
from chatsite.models import Job
from chatsite.realtime import Notice, Revocation
from tests.accounts.conftest import Caller
from tests.support.callers import PASSWORD
from tests.support.jobs import handle

PEOPLE = "/admin/accounts/user/"


@pytest.fixture
def admin(signed_in, ada) -> Caller:
    return signed_in(ada)


def do(admin: Caller, action: str, *people: User, path: str = PEOPLE) -> str:
    fields = {"action": action, "_selected_action": [person.pk for person in people]}
    token = admin.http.cookies["csrftoken"].value
    response = admin.http.post(path, fields, follow=True, headers={"X-CSRFToken": token})
    assert response.status_code == 200
    return response.content.decode()


def test_a_visitor_signs_in_on_the_product_s_own_page(visitor):
    response = visitor.http.get(PEOPLE, follow=True)
    assert response.redirect_chain[-1][0] == f"/login/?next={PEOPLE}"


def test_the_admin_has_no_sign_in_of_its_own_that_could_be_guessed_at(visitor, ada):
    fields = {"username": ada.email, "password": PASSWORD}
    token = visitor.http.cookies["csrftoken"].value
    response = visitor.http.post("/admin/login/", fields, headers={"X-CSRFToken": token})
    assert (response.status_code, response["Location"]) == (302, "/login/?next=/admin/")
    assert visitor.who() is None


def test_staff_who_do_not_administer_are_refused(signed_in, alice):
    User.objects.filter(pk=alice.pk).update(is_staff=True)
    assert signed_in(alice).http.get("/admin/", follow=True).status_code == 403


def test_a_member_is_refused(signed_in, alice):
    assert signed_in(alice).http.get("/admin/", follow=True).status_code == 403


def test_an_administrator_sees_every_list(admin, alice):
    for path in ["/admin/", PEOPLE, f"{PEOPLE}{alice.pk}/change/", "/admin/chatsite/job/", "/admin/feedback/feedback/"]:
        assert admin.http.get(path).status_code == 200, path


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=aLI", ["Alice"]),
        ("q=BOB@example.org", ["Bob"]),
        ("q=ÉMILE", ["Émile"]),
        ("q=%25", []),
        ("state=deactivated", ["Bob"]),
        ("state=waiting", []),
    ],
)
def test_people_are_found_whatever_the_case(admin, alice, bob, make_user, query, names):
    make_user("Émile", email="emile@example.org")
    User.objects.filter(pk=bob.pk).update(is_active=False)
    page = admin.http.get(f"{PEOPLE}?{query}").content.decode()
    assert [name for name in ["Alice", "Bob", "Charlie", "Émile"] if f">{name}</a>" in page] == names


def test_who_owes_a_second_factor_is_sent_to_turn_it_on(admin, ada, settings):
    settings.ADMIN_TWO_FACTOR = True
    response = admin.http.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0] == "/settings/account/"
    assert b"Administrators need two-factor sign-in here." in admin.http.get("/settings/markup").content
    assert admin.call("GET", "/auth/two-factor")[1]["required"]
    TwoFactor.objects.create(user=ada, locked_secret="x", is_confirmed=True)
    assert admin.http.get("/admin/").status_code == 200


def test_a_person_is_deactivated_and_let_in_again(admin, signed_in, alice, announced):
    caller = signed_in(alice)
    announced.clear()
    do(admin, "deactivate", alice)
    assert caller.who() is None
    assert announced == [Revocation(alice.pk, EndReason.DEACTIVATED)]
    do(admin, "reactivate", alice)
    assert Caller().sign_in(alice.email)[0] == 200


def test_what_is_refused_is_said(admin, ada):
    assert "You can&#x27;t deactivate your own account." in do(admin, "deactivate", ada)
    assert User.objects.get(pk=ada.pk).is_active


def test_sessions_are_ended(admin, signed_in, alice):
    caller = signed_in(alice)
    do(admin, "end_sessions", alice)
    assert caller.who() is None


def test_a_person_whose_sessions_ended_is_not_called_never_seen(admin, alice, bob):
    User.objects.filter(pk=alice.pk).update(last_login=timezone.now())
    Session.objects.filter(user=alice).delete()
    pages = [admin.http.get(f"/admin/accounts/user/{person.pk}/change/").content.decode() for person in (alice, bob)]
    assert ["Never seen" in page for page in pages] == [False, True]


@pytest.mark.parametrize("newest", ["session", "last_seen_at", "last_login"])
@pytest.mark.parametrize("others", [timedelta(days=-30), None], ids=["a month older", "not known"])
def test_a_person_was_last_seen_at_the_latest_moment_that_is_known(rf, alice, newest, others):
    now = timezone.now()
    moments = dict.fromkeys(["session", "last_seen_at", "last_login"], others and now + others) | {newest: now}
    if seen := moments.pop("session"):
        Session.objects.create(session_key="k", user=alice, last_seen_at=seen, expire_date=now)
    User.objects.filter(pk=alice.pk).update(**moments)
    assert site.get_model_admin(User).get_queryset(rf.get("/")).get(pk=alice.pk).seen_at == now


def test_a_name_that_can_t_be_chosen_anymore_is_kept_when_saved(admin, alice):
    path, token = f"{PEOPLE}{alice.pk}/change/", admin.http.cookies["csrftoken"].value
    User.objects.filter(pk=alice.pk).update(name="Room")
    kept, other = (admin.http.post(path, {"name": name}, headers={"X-CSRFToken": token}) for name in ("Room", "@room"))
    assert (kept.status_code, other.status_code) == (302, 200)
    assert "means everyone in a room" in other.content.decode()


def test_a_one_time_link_is_shown(admin, visitor, alice):
    page = do(admin, "make_reset_link", alice)
    token = page.split("/password-reset/?token=")[1].split("<")[0].strip()
    body = {"token": token, "new_password": "another passphrase no one guesses"}
    assert visitor.call("PUT", "/auth/password-reset", body)[0] == 204


def test_people_who_wait_are_approved_or_rejected(admin, alice, bob):
    User.objects.filter(pk__in=[alice.pk, bob.pk]).update(awaits_approval=True)
    do(admin, "approve", alice)
    do(admin, "reject", bob)
    assert Caller().sign_in(alice.email)[0] == 200
    assert not User.objects.filter(pk=bob.pk).exists()


def test_administrators_are_made_and_unmade_and_helped(admin, alice):
    do(admin, "promote", alice)
    assert User.objects.get(pk=alice.pk).is_admin
    do(admin, "demote", alice)
    assert not User.objects.get(pk=alice.pk).is_admin
    TwoFactor.objects.create(user=alice, locked_secret="x", is_confirmed=True)
    do(admin, "turn_two_factor_off", alice)
    assert not TwoFactor.objects.exists()


def test_a_person_is_renamed_and_everyone_is_notified_of_it(admin, alice, announced):
    path, token = f"{PEOPLE}{alice.pk}/change/", admin.http.cookies["csrftoken"].value
    bad = admin.http.post(path, {"name": "ev\u202eil"}, headers={"X-CSRFToken": token})
    assert bad.status_code == 200
    assert admin.http.post(path, {"name": " Alicia "}, headers={"X-CSRFToken": token}).status_code == 302
    assert User.objects.get(pk=alice.pk).name == "Alicia"
    assert [received.payload["user"]["name"] for received in announced if isinstance(received, Notice)] == ["Alicia"]


def test_no_one_is_added_or_deleted_here(admin, alice):
    assert admin.http.get(f"{PEOPLE}add/").status_code == 403
    assert admin.http.get(f"{PEOPLE}{alice.pk}/delete/").status_code == 403


def test_signing_out_here_cuts_the_session_s_sockets(admin, ada, announced):
    admin.http.post("/admin/logout/", headers={"X-CSRFToken": admin.http.cookies["csrftoken"].value})
    assert admin.who() is None
    assert announced[-1].reason == EndReason.LOGGED_OUT


def test_failed_work_is_tried_again(admin, monkeypatch):
    outcomes = [PermanentFailure("typo"), None]

    def work() -> None:
        if error := outcomes.pop(0):
            raise error

    handle(monkeypatch, "admin_test", work)
    enqueue(work)
    run_due()
    do(admin, "try_again", Job.objects.get(), path="/admin/chatsite/job/")
    run_due()
    assert not Job.objects.exists()
