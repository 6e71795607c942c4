"""Moderation, as the people do it: from a report to its end, and what each of them sees."""

import pytest
from playwright.sync_api import APIResponse, Route, expect

from tests.browser.conftest import Enter
from tests.browser.person import Person
from tests.browser.test_rooms import together

pytestmark = pytest.mark.browser

SLOW = 30_000


@pytest.fixture
def ada(enter, server) -> Person:
    """Return an administrator."""
    ada = enter("Ada", live=False)
    server.run(
        "from accounts.models import User;"
        f"User.objects.filter(pk={ada.caller.user['id']}).update(is_staff=True, is_superuser=True)"
    )
    return ada


def test_from_the_queue_to_resolved_in_three_clicks(alice: Person, bob: Person, ada: Person) -> None:
    bob.say("Buy my watches!")
    alice.sees("Buy my watches!")
    seq = alice.message("Buy my watches!").get_attribute("data-seq")
    about = {"room_id": 1, "seq": int(seq or 0), "reason": "spam"}
    alice.caller.post("/reports", json=about).raise_for_status()

    ada.page.goto("/admin/messaging/report/")
    ada.page.get_by_role("link", name="Buy my watches!").click()
    expect(ada.page.locator(".reported")).to_contain_text("Buy my watches!")
    expect(ada.page.get_by_label("Remove the message")).to_be_checked()
    ada.page.get_by_label("Warn the person").check()
    ada.page.get_by_role("button", name="Take action and resolve").click()

    expect(ada.page.get_by_text("Report 1: resolved.")).to_be_visible()
    expect(ada.page.get_by_role("link", name="Buy my watches!")).to_have_count(0)
    alice.sees_not("Buy my watches!")
    (report,) = alice.caller.get("/reports").json()["reports"]
    assert report["status"] == "resolved"


def test_a_message_is_reported_and_the_reporter_sees_what_became_of_it(alice: Person, bob: Person, ada: Person) -> None:
    bob.say("Something nasty.")
    alice.sees("Something nasty.")
    alice.choose_for("Something nasty.", "Report")
    alice.dialog.get_by_label("What's wrong?").select_option("harassment")
    alice.dialog.get_by_label("Anything else we should know?").fill("Every day.")
    alice.confirm("Send report")
    expect(alice.page.get_by_text("Report sent. An administrator will review it.")).to_be_visible()

    ada.page.goto("/admin/messaging/report/")
    ada.page.get_by_role("link", name="Something nasty.").click()
    expect(ada.page.get_by_text("Every day.")).to_be_visible()
    ada.page.get_by_label("Reply to the reporter").fill("Thank you for telling us.")
    ada.page.get_by_role("button", name="Take action and resolve").click()

    expect(alice.page.get_by_text("Your report · Resolved: action taken")).to_be_visible()
    expect(bob.dialog).to_contain_text("A moderator removed your message in General.")
    alice.page.get_by_role("button", name="Account and settings").click()
    alice.page.get_by_role("button", name="Reports and notices").click()
    expect(alice.dialog).to_contain_text("Message by Bob · Resolved: action taken")
    expect(alice.dialog).to_contain_text("Thank you for telling us.")


def test_the_owner_mutes_and_lifts_it_and_the_person_is_notified(alice: Person, bob: Person) -> None:
    together(alice, bob, "Quiet please")
    alice.page.locator(".member").filter(has_text="Bob").click()
    expect(alice.side.get_by_role("button", name="Mute in room")).to_be_visible()
    expect(alice.side.get_by_role("button", name="Ban account")).to_be_hidden()
    alice.side.get_by_role("button", name="Mute in room").click()
    alice.dialog.get_by_label("Reason").fill("Count to ten.")
    alice.confirm("Mute")
    expect(bob.dialog).to_contain_text("You're muted in Quiet please")
    expect(bob.dialog).to_contain_text("Reason: Count to ten.")
    with bob.page.expect_response("**/auth/sanctions"):
        bob.confirm("Got it")
    muted = bob.page.locator("[data-part=muted]")
    expect(muted).to_contain_text("You can read, but not write.")
    expect(bob.composer).to_be_hidden()
    bob.reload()
    expect(muted).to_be_visible()
    expect(bob.dialog).to_have_count(0)

    alice.choose("Moderation")
    alice.dialog.get_by_role("button", name="Unmute: Bob").click()
    expect(alice.dialog.get_by_text("No one is muted or banned.")).to_be_visible()
    expect(bob.dialog).to_contain_text("You can write in Quiet please again.")
    bob.confirm("Got it")
    bob.say("Ten.")
    alice.page.keyboard.press("Escape")
    alice.sees("Ten.")


def test_a_moderator_removes_a_message_and_bans_its_author(alice: Person, bob: Person) -> None:
    together(alice, bob, "No adverts")
    bob.say("Buy my watches!")
    alice.sees("Buy my watches!")
    alice.choose_for("Buy my watches!", "Delete")
    alice.dialog.get_by_label("Reason").fill("No adverts here.")
    alice.confirm("Remove message")
    expect(bob.page.get_by_text("This message was removed by a moderator.")).to_be_visible()
    bob.confirm("Got it")
    act_about(alice, "Bob", "Ban from room")
    alice.dialog.get_by_label("Reason").fill("Adverts.")
    alice.confirm("Ban")
    expect(bob.dialog).to_contain_text("You're banned from No adverts")
    bob.confirm("Got it")
    expect(bob.room_link("General")).to_be_visible()
    expect(bob.room_link("No adverts")).to_have_count(0)


def test_a_member_is_made_a_moderator_a_message_restored_and_all_that_ended_again(
    alice: Person, bob: Person, enter
) -> None:
    room = together(alice, bob, "Second thoughts")
    carol = enter("Carol").join(room).open(f"/?room={room}")
    carol.say("Off with the roof!")
    act_about(alice, "Bob", "Make moderator")
    expect(alice.page.get_by_text("Bob is now a moderator of this room.")).to_be_visible()
    bob.choose_for("Off with the roof!", "Delete")
    bob.dialog.get_by_label("Reason").fill("Not today.")
    bob.confirm("Remove message")
    expect(carol.dialog).to_contain_text("Reason: Not today.")
    carol.confirm("Got it")
    alice.sees_not("Off with the roof!")
    alice.choose_for("This message was removed by a moderator.", "Restore")
    for person in (alice, bob, carol):
        person.sees("Off with the roof!")

    act_about(alice, "Bob", "Dismiss as moderator")
    expect(alice.page.get_by_text("Bob is no longer a moderator.")).to_be_visible()
    line = bob.message("Off with the roof!")
    line.hover()
    expect(line.get_by_role("button", name="Reply", exact=True)).to_be_visible()
    line.get_by_role("button", name="More", exact=True).click()
    expect(bob.message_menu.get_by_role("button", name="Report", exact=True)).to_be_visible()
    expect(bob.message_menu.get_by_role("button", name="Delete", exact=True)).to_be_hidden()

    act_about(alice, "Bob", "Remove from room")
    alice.dialog.get_by_label("Reason").fill("Come back tomorrow.")
    alice.confirm("Remove")
    expect(bob.dialog).to_contain_text(
        "You were removed from Second thoughts. You can join again, unless it's private."
    )
    bob.confirm("Got it")
    expect(alice.page.locator(".member").filter(has_text="Bob")).to_have_count(0)
    bob.page.get_by_role("button", name="Join room").click()
    expect(bob.composer).to_be_visible()


def test_slow_mode_counts_down_and_keeps_the_text(alice: Person, bob: Person) -> None:
    together(alice, bob, "Slowly")
    alice.choose("Moderation")
    alice.dialog.get_by_label("Slow mode").select_option("5")
    alice.confirm("Save")
    expect(alice.page.get_by_text("Slow mode is on.")).to_be_visible()
    bob.say("One.")
    alice.sees("One.")
    bob.type("Two.")
    expect(bob.page.get_by_text("Slow mode: you can write again in")).to_be_visible()
    expect(bob.page.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    bob.composer.press("Control+Enter")
    expect(bob.composer).to_have_value("Two.")
    expect(bob.page.get_by_role("button", name="Send", exact=True)).to_be_enabled(timeout=8_000)
    bob.page.get_by_role("button", name="Send", exact=True).click()
    alice.sees("Two.")
    alice.say("Three.").say("Four.")
    bob.sees("Four.")


def test_a_notice_stays_open_when_the_room_is_taken_away(alice: Person, bob: Person) -> None:
    """On a phone the way goes back to the list of rooms, which closes what lies over the page."""
    room = together(alice, bob, "Calm down")
    member = f"/rooms/{room}/members/{bob.caller.user['id']}"
    alice.caller.put(f"{member}/mute", json={"reason": "Calm down.", "for_s": 600}).raise_for_status()
    expect(bob.dialog).to_contain_text("You're muted in Calm down")
    alice.caller.put(f"{member}/ban", json={"reason": "Enough."}).raise_for_status()
    expect(bob.room_link("Calm down")).to_have_count(0)
    expect(bob.room_link("General")).to_have_count(1)
    expect(bob.dialog).to_contain_text("You're muted in Calm down")
    expect(bob.dialog).to_contain_text("You're banned from Calm down")
    bob.confirm("Got it")
    expect(bob.dialog).to_have_count(0)
    expect(bob.room_link("General")).to_be_visible()


def test_a_ban_while_away_takes_the_room_and_gives_back_what_waited(alice: Person, enter: Enter) -> None:
    bob = enter("Bob", fresh=True)
    room = together(alice, bob, "While away")
    alice.say("For members.")
    bob.sees("For members.").disconnect().say("Not sent yet.")
    ban = alice.caller.put(f"/rooms/{room}/members/{bob.caller.user['id']}/ban", json={"reason": "Enough."})
    ban.raise_for_status()
    bob.reconnect()
    expect(bob.dialog.filter(has_text="You're banned from While away")).to_be_visible(timeout=SLOW)
    bob.dialog.get_by_role("button", name="Got it").click()
    expect(bob.dialog.get_by_label("Your unsent message")).to_have_value("Not sent yet.")
    bob.sees_not("For members.")
    bob.page.goto(f"/?room={room}")  # by an old link
    expect(bob.dialog).to_contain_text("You no longer have access to While away.")


def test_a_notice_that_was_read_stays_away_when_an_older_answer_brings_it(alice: Person, bob: Person) -> None:
    room = together(alice, bob, "Read once")
    late: list[tuple[Route, APIResponse]] = []

    def hold(route: Route) -> None:
        if route.request.method == "GET":
            late.append((route, route.fetch()))
        else:
            route.continue_()

    bob.page.route("**/auth/sanctions", hold)
    with bob.page.expect_request(lambda request: request.url.endswith("/auth/sanctions")):
        term = {"reason": "Count to ten."}
        alice.caller.put(f"/rooms/{room}/members/{bob.caller.user['id']}/mute", json=term).raise_for_status()
    expect(bob.dialog).to_contain_text("You're muted in Read once")
    with bob.page.expect_response(lambda response: response.request.method == "PUT"):
        bob.confirm("Got it")
    for route, answer in late:
        with bob.page.expect_response("**/auth/sanctions"):
            route.fulfill(response=answer)
    assert len(late) > 0
    bob.page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))")
    expect(bob.dialog).to_have_count(0)


def act_about(person: Person, other: str, act: str) -> None:
    """Choose what to do about a member of the room."""
    back = person.side.get_by_role("button", name="Back to details")
    if back.is_visible():
        back.click()
    person.page.locator(".member").filter(has_text=other).click()
    person.side.get_by_role("button", name=act, exact=True).click()
