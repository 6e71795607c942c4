"""Who is who: cards, names; and what people tell those who run the chat."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import findings
from tests.browser.conftest import Enter
from tests.browser.person import Person

pytestmark = pytest.mark.browser

SEEN = """async (id) => {
  for (;;) {
    const { members } = await (await fetch("/rooms/1/members?limit=500")).json();
    if (members.some(({ user, last_seen_at }) => user.id === id && last_seen_at !== null)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}"""


def test_two_people_type_at_once(alice: Person, bob: Person, enter: Enter) -> None:
    dora = enter("Dora")
    bob.composer.press_sequentially("Let me")
    dora.composer.press_sequentially("No, let me")
    expect(alice.page.locator(".typing-line")).to_have_text(re.compile("Bob and Dora are|Dora and Bob are"))


def test_a_persons_card_says_who_they_are_and_whether_they_are_here(alice: Person, bob: Person) -> None:
    bob.say("Who am I?")
    alice.message("Who am I?").get_by_role("button", name="Bob").click()
    expect(alice.side).to_contain_text("Bob")
    expect(alice.side).to_contain_text("Online now")
    expect(alice.side).to_contain_text("Member of this room")


def test_a_new_name_is_seen_by_everyone_at_once(alice: Person, bob: Person) -> None:
    profile = alice.open_settings("Profile")
    profile.get_by_label("Name", exact=True).fill("Alice of Wonderland")
    profile.get_by_role("button", name="Save name").click()
    row = bob.page.locator(f".member[data-user='{alice.caller.user['id']}']")
    expect(row).to_contain_text("Alice of Wonderland")


def test_a_new_name_stands_at_what_was_written_before_and_in_rooms_that_are_opened_again(
    alice: Person, enter: Enter
) -> None:
    carol = enter("Carol", live=False)
    room = carol.create_room("Namesakes")
    alice.join(room)
    carol.post(room, "Signed with my old name.")
    alice.go_to("Namesakes").sees("Signed with my old name.")
    line = alice.message("Signed with my old name.")
    alice.go_to("General")
    carol.caller.put("/auth/profile", json={"name": "Caroline"}).raise_for_status()
    alice.go_to("Namesakes")
    expect(line.locator("[data-part=author]")).to_have_text("Caroline")
    carol.caller.put("/auth/profile", json={"name": "Karolina"}).raise_for_status()
    expect(line.locator("[data-part=author]")).to_have_text("Karolina")


def test_a_new_name_that_was_missed_is_seen_after_reconnecting(alice: Person, bob: Person) -> None:
    room = alice.go_to_new_room("Renamed meanwhile")
    bob.join(room).post(room, "Before the tunnel")
    expect(alice.message("Before the tunnel").locator("[data-part=author]")).to_have_text("Bob")
    alice.disconnect()
    expect(alice.notice).to_contain_text("Offline")
    bob.caller.put("/auth/profile", json={"name": "Robert"}).raise_for_status()
    alice.reconnect()
    expect(alice.message("Before the tunnel").locator("[data-part=author]")).to_have_text("Robert")
    expect(alice.page.locator(f".member[data-user='{bob.caller.user['id']}']")).to_contain_text("Robert")


def test_a_link_to_a_person_opens_the_card(alice: Person, bob: Person) -> None:
    bob.say("Here is my card.")
    alice.message("Here is my card.").get_by_role("button", name="Bob").click()
    alice.context.grant_permissions(["clipboard-read", "clipboard-write"])
    alice.side.get_by_role("button", name="Copy link").click()
    expect(alice.page.locator(".toast-note")).to_contain_text("Link copied.")
    link = alice.page.evaluate("navigator.clipboard.readText()")
    assert link == f"{alice.server.url}/people/{bob.caller.user['id']}/"
    alice.open(link)
    expect(alice.side.get_by_role("heading", name="Bob")).to_be_visible()
    assert "/?room=" in alice.page.url
    assert findings(alice.page) == []


def test_on_a_phone_the_card_lies_over_the_room(enter: Enter) -> None:
    alice, bob = enter("Alice", live=False), enter("Bob", phone=True, live=False)
    bob.open(f"/people/{alice.caller.user['id']}/")
    expect(bob.side.get_by_role("heading", name="Alice")).to_be_visible()
    assert findings(bob.page) == []
    bob.page.go_back()
    expect(bob.side).to_be_hidden()
    expect(bob.composer).to_be_visible()


def test_a_link_to_a_person_in_a_message_opens_the_card_here(alice: Person, bob: Person) -> None:
    address = f"{alice.server.url}/people/{alice.caller.user['id']}/"
    alice.say(f"Ask me: {address}").sees("Ask me")
    bob.sees("Ask me").page.evaluate("window.isSame = true")
    bob.message("Ask me").get_by_role("link").last.tap()
    expect(bob.side.get_by_role("heading", name="Alice")).to_be_visible()
    assert bob.page.evaluate("window.isSame")


def test_a_link_to_no_one_says_so(enter: Enter) -> None:
    alice = enter("Alice", live=False)
    alice.open("/people/987654/")
    expect(alice.page.locator(".toast-note")).to_contain_text("It doesn't exist, or you don't have access to it.")
    expect(alice.composer).to_be_visible()


def test_the_card_of_someone_who_left_says_when_they_were_last_here(alice: Person, enter: Enter) -> None:
    dora = enter("Dora")
    settings = dora.open_settings("Profile")
    expect(settings.get_by_label("Show when I was last here")).to_be_checked()
    row = alice.page.locator(f".member[data-user='{dora.caller.user['id']}']")
    alice.page.evaluate(SEEN, dora.caller.user["id"])
    alice.reload().is_live()
    dora.page.goto("about:blank")
    expect(row).to_have_attribute("data-online", "false")
    row.click()
    expect(alice.side).to_contain_text("Last seen today at")


def test_who_hides_it_is_only_offline(alice: Person, enter: Enter) -> None:
    erin = enter("Erin")
    settings = erin.open_settings("Profile")
    settings.get_by_label("Show when I was last here").uncheck()
    expect(settings.get_by_text("Saved.")).to_be_visible()
    alice.reload().is_live()
    erin.page.goto("about:blank")
    row = alice.page.locator(f".member[data-user='{erin.caller.user['id']}']")
    expect(row).to_have_attribute("data-online", "false")
    row.click()
    expect(alice.side).to_contain_text("Offline")
    expect(alice.side).not_to_contain_text("Last seen")


def test_a_visitor_sends_feedback_and_is_notified_when_it_fails(enter: Enter) -> None:
    visitor = enter("Vera", live=False)
    visitor.context.clear_cookies()
    visitor.page.goto("/login/")
    visitor.page.get_by_role("button", name="Feedback", exact=True).click()
    visitor.dialog.get_by_label("Your message").fill("I cannot find the register page.")
    visitor.page.route("**/feedback", lambda route: route.abort())
    visitor.confirm("Send feedback")
    expect(visitor.dialog.get_by_role("alert").filter(has_text="can't be reached")).to_be_visible()
    visitor.page.unroute("**/feedback")
    visitor.confirm("Send feedback")
    expect(visitor.dialog).to_contain_text("Thank you.")


def test_direct_messages_can_be_turned_off_in_the_profile(enter: Enter) -> None:
    fred = enter("Fred")
    settings = fred.open_settings("Profile")
    expect(settings.get_by_label("Let people message me")).to_be_checked()
    settings.get_by_label("Let people message me").uncheck()
    expect(settings.get_by_text("Saved.")).to_be_visible()
    settings = fred.open("/").open_settings("Profile")
    expect(settings.get_by_label("Let people message me")).not_to_be_checked()
    expect(settings.get_by_label("Show when I was last here")).to_be_checked()
