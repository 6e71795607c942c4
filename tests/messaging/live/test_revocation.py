"""What ends when a right ends: rooms, sessions, accounts. Promise P6."""

import asyncio

from accounts.security.fields import session_hash
from tests.support.callers import PASSWORD
from tests.support.sockets import listening

NEW_PASSWORD = "a different staple"


async def test_after_leaving_nothing_newer_is_delivered(cast):
    async with listening(cast.alice, cast.bob) as [alice, bob]:
        await bob.succeeds("join_room", room_id=cast.room_id)
        await asyncio.to_thread(cast.bob.post, f"/rooms/{cast.room_id}/leave")
        await bob.receives("member_left")
        await alice.says(cast.room_id, "behind his back")
        assert await bob.is_quiet("new_message", 0.5)
        assert await bob.refused("typing", room_id=cast.room_id) == "not_allowed"
        assert await bob.refused("join_room", room_id=cast.room_id) == "not_allowed"


async def test_a_deleted_room_is_gone_for_everyone_at_once(cast):
    async with listening(cast.alice, cast.bob, cast.charlie) as everyone:
        await everyone[1].succeeds("join_room", room_id=cast.room_id)
        await asyncio.to_thread(cast.alice.delete, f"/rooms/{cast.room_id}")
        for person in everyone:
            await person.receives("room_deleted", lambda event: event["room_id"] == cast.room_id)
        assert await everyone[1].refused("join_room", room_id=cast.room_id) == "not_found"
        assert await everyone[1].refused("send_message", room_id=cast.room_id, content="x") == "not_found"


async def test_a_closed_room_takes_no_messages_and_everyone_is_notified_of_it_once(cast):
    async with listening(cast.alice, cast.bob, cast.charlie) as everyone:
        await everyone[1].succeeds("join_room", room_id=cast.room_id)
        await asyncio.to_thread(cast.alice.post, f"/rooms/{cast.room_id}/close")
        for person in everyone:
            await person.receives("room_closed", lambda event: event["room_id"] == cast.room_id)
        assert await everyone[1].refused("send_message", room_id=cast.room_id, content="x") == "room_closed"
        for person in everyone:
            assert len([event for event in person.all_of("room_closed") if event["room_id"] == cast.room_id]) == 1


async def test_signing_out_cuts_this_session_only(cast, server):
    elsewhere = server.caller().sign_in(cast.alice.user["email"])
    async with listening(cast.alice, elsewhere) as [here, there]:
        await asyncio.to_thread(cast.alice.post, "/auth/logout")
        assert (await here.receives("session_ended", within_s=1))["reason"] == "logged_out"
        await here.receives("disconnect", within_s=1)
        assert await there.is_quiet("disconnect", 0.5)


async def test_ending_another_session_cuts_that_one_only(cast, server):
    elsewhere = server.caller().sign_in(cast.alice.user["email"])
    async with listening(cast.alice, elsewhere) as [here, there]:
        sessions = cast.alice.get("/auth/sessions").json()["sessions"]
        (other,) = (session["id"] for session in sessions if not session["current"])
        assert (await asyncio.to_thread(cast.alice.delete, f"/auth/sessions/{other}")).is_success
        assert (await there.receives("session_ended", within_s=1))["reason"] == "ended"
        await there.receives("disconnect", within_s=1)
        assert await here.is_quiet("disconnect", 0.5)


async def test_a_new_password_cuts_every_other_session_and_renews_this_one(cast, server):
    elsewhere = server.caller().sign_in(cast.alice.user["email"])
    async with listening(cast.alice, elsewhere) as [here, there]:
        change = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
        answer = await asyncio.to_thread(cast.alice.put, "/auth/profile", json=change)
        assert answer.is_success
        assert (await there.receives("session_ended", within_s=1))["reason"] == "password_changed"
        await there.receives("disconnect", within_s=1)
        await here.receives("disconnect", within_s=1)
        assert here.all_of("session_ended") == []
    async with listening(cast.alice) as [here]:
        assert await here.is_quiet("disconnect", 6)


async def test_signing_in_again_cuts_what_the_session_before_had_opened(cast):
    async with listening(cast.alice) as [before]:
        await asyncio.to_thread(cast.alice.sign_in, cast.alice.user["email"])
        assert (await before.receives("session_ended", within_s=1))["reason"] == "logged_out"
        await before.receives("disconnect", within_s=1)
    async with listening(cast.alice):
        pass


async def test_ending_one_session_and_then_all_others_cuts_them_at_once(cast, server):
    tablet, phone = (server.caller().sign_in(cast.alice.user["email"]) for _ in range(2))
    async with listening(cast.alice, tablet, phone) as [here, second, third]:
        name = session_hash(tablet.cookies["sessionid"])
        await asyncio.to_thread(cast.alice.delete, f"/auth/sessions/{name}")
        assert (await second.receives("session_ended", within_s=1))["reason"] == "ended"
        await second.receives("disconnect", within_s=1)
        assert third.all_of("disconnect") == []
        await asyncio.to_thread(cast.alice.delete, "/auth/sessions")
        assert (await third.receives("session_ended", within_s=1))["reason"] == "ended"
        await third.receives("disconnect", within_s=1)
        assert await here.is_quiet("disconnect", 0.3)


async def test_an_administrator_who_deactivates_someone_cuts_them_at_once(cast, server):
    ada = server.administrator()
    async with listening(cast.bob) as [bob]:
        fields = {"action": "deactivate", "_selected_action": bob.user_id}
        await asyncio.to_thread(ada.post, "/admin/accounts/user/", data=fields)
        assert (await bob.receives("session_ended", within_s=1))["reason"] == "deactivated"
        await bob.receives("disconnect", within_s=1)
    assert cast.bob.get("/auth/me").status_code == 401


async def test_the_sweep_alone_cuts_a_person_deactivated_behind_the_back_of_the_server(cast, server):
    """Nothing is announced here: the row is changed by another program."""
    async with listening(cast.bob) as [bob]:
        await asyncio.to_thread(
            server.run,
            f"from accounts.models import User; User.objects.filter(pk={bob.user_id}).update(is_active=False)",
        )
        assert (await bob.receives("session_ended", within_s=6))["reason"] == "deactivated"
        await bob.receives("disconnect", within_s=1)


async def test_the_sweep_alone_cuts_a_session_deleted_behind_the_back_of_the_server(cast, server):
    async with listening(cast.bob) as [bob]:
        await asyncio.to_thread(
            server.run, f"from accounts.models import Session; Session.objects.filter(user={bob.user_id}).delete()"
        )
        await bob.receives("session_ended", within_s=6)
        await bob.receives("disconnect", within_s=1)


async def test_a_session_that_expires_is_cut_by_its_own_clock(cast, server):
    code = f"""
from datetime import timedelta
from django.utils import timezone
from accounts.models import Session
Session.objects.filter(user={cast.bob.user["id"]}).update(expire_date=timezone.now() + timedelta(seconds=5))
"""
    await asyncio.to_thread(server.run, code)
    async with listening(cast.bob) as [bob]:
        assert (await bob.receives("session_ended", within_s=11))[
            "reason"
        ] == "expired"  # the sweep would say logged_out
        await bob.receives("disconnect", within_s=1)


async def test_a_muted_person_is_muted_over_the_socket_and_learns_why(cast):
    async with listening(cast.alice, cast.bob) as [alice, bob]:
        for person in (alice, bob):
            await person.succeeds("join_room", room_id=cast.room_id)
        path = f"/rooms/{cast.room_id}/members/{bob.user_id}"
        await asyncio.to_thread(cast.alice.put, f"{path}/mute", json={"reason": "spam", "for_s": 3600})
        event = await bob.receives("sanctioned")
        assert (event["sanction"]["action"], event["sanction"]["reason"]) == ("muted", "spam")
        answer = await bob.call("send_message", room_id=cast.room_id, content="x")
        assert answer["error"]["code"] == "not_allowed"
        assert "Reason: spam" in answer["error"]["message"]
        await asyncio.to_thread(cast.alice.put, f"{path}/ban", json={"reason": "spam again"})
        await bob.receives("member_left", lambda event: event["user"]["id"] == bob.user_id)
        await alice.says(cast.room_id, "behind his back")
        assert await bob.is_quiet("new_message", 0.3)
        assert await bob.refused("join_room", room_id=cast.room_id) == "not_allowed"
        assert not alice.all_of("sanctioned")
