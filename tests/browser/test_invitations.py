"""Inviting people by link: from the dialog of who invites to the room of who comes, on a desktop and on a phone."""

import re
from collections.abc import Callable

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Enter
from tests.browser.desk import Desk
from tests.browser.person import Person
from tests.support.browsers import DESKTOP, PHONE
from tests.support.callers import PASSWORD
from tests.support.server import Server

pytestmark = pytest.mark.browser

on_both = pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])


def link_of(owner: Person, room: int, **fields: int) -> str:
    """Make an invitation over HTTP and return the path of its page."""
    answer = owner.caller.post("/invitations", json={"room_id": room, **fields}).raise_for_status()
    return "/invite/" + answer.json()["invitation"]["url"].partition("/invite/")[2]


def sign_up(page: Page, name: str, email: str) -> None:
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Email", exact=True).fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()


def open_for_the_room(person: Person) -> None:
    """Open the dialog from the room's menu."""
    person.page.get_by_role("button", name="Room menu").click()
    person.page.locator("#room-menu").get_by_role("button", name="Invite people").click()


def title(page: Page, room: str) -> None:
    """Wait until a room is open."""
    expect(page.locator(".conversation-title h1")).to_have_text(room)


@on_both
def test_from_the_dialog_to_the_room(enter: Enter, stranger: Callable[..., Page], phone: bool) -> None:
    alice = enter("Alice", phone=phone, permissions=["clipboard-read", "clipboard-write"])
    room = f"Garden {phone}"
    alice.go_to_new_room(room)
    alice.show_rooms()
    alice.page.locator(".room-browse[data-invites]").click()
    alice.dialog.get_by_role("button", name="Copy link").click()  # the second click
    expect(alice.dialog.locator("[data-part=state]").first).to_contain_text("Link copied.")
    link = alice.page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(r"http://[^/]+/invite/[\w-]{32}/", link)
    expect(alice.dialog.get_by_label("Invitation link")).to_have_value(link)
    expect(alice.dialog.locator(".browse-row")).to_contain_text([room])
    page = stranger(phone=phone)
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Alice invited you to")
    page.get_by_role("link", name="Create an account").click()
    sign_up(page, "Noor", f"noor.{phone}@example.org")
    title(page, room)
    page.locator("#composer-text").fill("Hello from outside.")
    page.get_by_role("button", name="Send", exact=True).click()
    alice.confirm("Close") if alice.dialog.count() else None
    alice.go_to(room).sees("Hello from outside.")


@on_both
def test_who_has_an_account_signs_in_and_joins(enter: Enter, stranger: Callable[..., Page], phone: bool) -> None:
    alice, bob = enter("Alice"), enter("Bob", live=False)
    link = link_of(alice, alice.create_room(f"Quiet corner {phone}"))
    page = stranger(phone=phone)
    page.goto(link)
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("Email", exact=True).fill(bob.caller.user["email"])
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name=f"Join #Quiet corner {phone}").click()
    title(page, f"Quiet corner {phone}")
    page.goto(link)  # a member's link opens the room
    title(page, f"Quiet corner {phone}")


def test_two_factor_sign_in_keeps_the_invitation(enter: Enter, stranger: Callable[..., Page]) -> None:
    alice, bob = enter("Alice"), enter("Bob", live=False)
    link = link_of(alice, alice.create_room("Two steps"))
    begun = bob.caller.post("/auth/two-factor", json={"current_password": PASSWORD}).raise_for_status().json()
    code = pyotp.TOTP(begun["secret"]).now()
    spare = bob.caller.put("/auth/two-factor", json={"code": code}).raise_for_status().json()["recovery_codes"]
    page = stranger()
    page.goto(link)
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("Email", exact=True).fill(bob.caller.user["email"])
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.locator("#login-code").fill(spare[0])
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Join #Two steps").click()
    title(page, "Two steps")


def test_a_link_that_is_used_up_says_so_with_a_next_step(enter: Enter, stranger: Callable[..., Page]) -> None:
    alice, bob = enter("Alice"), enter("Bob", live=False)
    link = link_of(alice, alice.create_room("One seat"), max_uses=1)
    token = link.split("/")[2]
    bob.caller.post("/invitations/accept", json={"token": token}).raise_for_status()
    page = stranger()
    page.goto(link)
    expect(page.get_by_role("heading", name="This invitation no longer works")).to_be_visible()
    expect(page.get_by_text("Ask the person who sent it for a new one.")).to_be_visible()
    expect(page.get_by_text("One seat")).to_have_count(0)


def test_a_link_is_revoked_in_the_dialog(enter: Enter, stranger: Callable[..., Page]) -> None:
    alice = enter("Alice")
    link = link_of(alice, alice.go_to_new_room("Short lived"))
    open_for_the_room(alice)
    row = alice.dialog.locator(".browse-row").filter(has_text="#Short lived")
    row.get_by_role("button", name=re.compile("^Revoke")).click()
    expect(row).to_have_count(0)
    page = stranger()
    page.goto(link)
    expect(page.get_by_role("heading", name="This invitation no longer works")).to_be_visible()


REACHED = """(note) => {
  const { left, top, width, height } = note.getBoundingClientRect();
  return note.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}"""


def test_what_is_refused_in_a_dialog_is_said_before_it_and_stays_when_it_closes(alice: Person) -> None:
    link_of(alice, alice.go_to_new_room("Refused"))
    open_for_the_room(alice)
    refusal = {"error": {"code": "not_allowed", "message": "Not now."}}
    alice.page.route("**/invitations/*", lambda route: route.fulfill(status=403, json=refusal))
    alice.dialog.get_by_role("button", name=re.compile("^Revoke")).first.click()
    note = alice.page.locator(".toast-note")
    expect(note).to_have_text("Not now.")
    assert note.evaluate(REACHED)  # behind a dialog it is covered, and screen readers pass over it
    expect(alice.dialog.get_by_role("status").filter(has_text="Not now.")).to_have_count(1)
    alice.page.keyboard.press("Escape")
    expect(alice.dialog).to_have_count(0)
    expect(note).to_have_text("Not now.")
    assert note.evaluate(REACHED)


def test_another_choice_makes_another_link(alice: Person) -> None:
    alice.go_to_new_room("Choices")
    open_for_the_room(alice)
    alice.dialog.get_by_label("Expires").select_option(label="In 1 hour")
    alice.dialog.get_by_label("Uses").select_option("5")
    alice.dialog.get_by_role("button", name="QR code").click()
    picture = alice.dialog.get_by_role("img", name="QR code of the invitation link")
    expect(picture).to_be_visible()
    assert picture.evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 100
    first = alice.dialog.get_by_label("Invitation link").input_value()
    alice.dialog.get_by_label("Uses").select_option("1")
    expect(picture).to_be_hidden()
    alice.dialog.get_by_role("button", name="QR code").click()
    expect(alice.dialog.get_by_label("Invitation link")).not_to_have_value(first)
    expect(alice.dialog.locator(".browse-row").filter(has_text="0 of 5 used")).to_have_count(1)


def test_only_those_who_may_are_offered_it(alice: Person, bob: Person) -> None:
    room = alice.go_to_new_room("Rights")
    bob.join(room).go_to("Rights")
    bob.page.get_by_role("button", name="Room menu").click()
    expect(bob.page.locator("#room-menu").get_by_role("button", name="Leave room")).to_be_visible()
    expect(bob.page.get_by_role("button", name="Invite people")).to_have_count(0)


def test_the_checklist_of_a_new_site_leads_to_the_dialog(make_server: Callable[..., Server], chromium: Browser) -> None:
    server = make_server()
    desk = Desk(chromium, server.url, DESKTOP)
    desk.context.add_cookies(server.administrator().cookies_for_a_browser())
    page = desk.page
    page.goto("/admin/")
    step = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Invite people"))
    step.get_by_role("link", name="Invite people").click()
    dialog = page.get_by_role("dialog", name="Invite people")
    expect(dialog.get_by_label("Invite to").locator("option:checked")).to_have_text("All of Chatsite")
    dialog.get_by_role("button", name="Copy link").click()
    expect(dialog.get_by_label("Invitation link")).to_have_value(re.compile("/invite/"))
    page.goto("/admin/")
    expect(step).to_contain_text("Done")
    desk.context.close()
    assert not desk.complaints


def test_where_registration_is_by_invitation(make_server: Callable[..., Server], chromium: Browser) -> None:
    server = make_server(env={"REGISTRATION": "invite"})
    owner = server.administrator()
    link = owner.post("/invitations", json={"max_uses": 1}).raise_for_status().json()["invitation"]["url"]
    desk = Desk(chromium, server.url, PHONE)
    page = desk.page
    page.goto("/register/")
    expect(page.get_by_role("heading", name="You need an invitation")).to_be_visible()
    page.goto("/login/")
    expect(page.get_by_role("link", name="Create an account")).to_have_count(0)
    page.goto(link)
    page.get_by_role("link", name="Create an account").click()
    sign_up(page, "Noor", "noor@example.org")
    title(page, "General")
    assert link.split("/")[-2] not in server.log_since(0)
    desk.context.close()
    assert not desk.complaints
