"""Settings → Notifications: this device, what and when, all devices, and what keeps notifications away."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.axe import findings
from tests.browser.conftest import Enter, Reach
from tests.browser.person import Person
from tests.browser.pushed import Reached
from tests.browser.targets import small_targets
from tests.browser.typist import Typist

pytestmark = [pytest.mark.browser, pytest.mark.node]

HERE = "Notify me on this device"
# What the page itself shows, beside its worker.
COUNT = """window.shownByPage = 0;
const Real = window.Notification;
window.Notification = class extends Real { constructor(...all) { super(...all); window.shownByPage += 1; } };"""


def choices(person: Person) -> dict[str, object]:
    """Return what the server knows of a person's choices."""
    found: dict[str, object] = person.caller.get("/auth/notifications").raise_for_status().json()["notifications"]
    return found


def devices(person: Person) -> list[dict[str, object]]:
    """Return the devices that the server pushes to."""
    found: list[dict[str, object]] = person.caller.get("/auth/push").raise_for_status().json()["devices"]
    return found


def saved(section: Locator, name: str) -> None:
    part = section.get_by_role("region", name=name, exact=True)
    expect(part.locator("[data-part=saved]")).to_have_text("Saved.")


def test_turning_it_on_subscribes_this_device_once(reach: Reach) -> None:
    alice = reach("Alice").turn_on()
    key = alice.caller.get("/auth/notifications").json()["push_key"]
    used = alice.page.evaluate("JSON.parse(localStorage['a-push-service']).server.length")
    assert (used, bool(key)) == (65, True)  # a point on the curve P-256
    [device] = devices(alice)
    assert (device["label"], device["current"]) == ("Chrome on Linux", True)
    alice.reload().is_live()
    section = alice.open_settings("Notifications")
    expect(section.get_by_label(HERE)).to_be_checked()
    expect(section).to_contain_text("even when the chat is closed")
    assert len(devices(alice)) == 1
    section.get_by_label(HERE).uncheck()
    expect(section.locator("[data-part=devices] li")).to_have_count(0)
    assert devices(alice) == []
    assert alice.page.evaluate("localStorage['a-push-service']") is None


def test_a_device_that_was_removed_elsewhere_stays_removed(reach: Reach) -> None:
    alice = reach("Alice").turn_on()
    [device] = devices(alice)
    alice.caller.delete(f"/auth/push/{device['id']}").raise_for_status()
    alice.reload().is_live()
    alice.page.wait_for_function("() => localStorage.desktop === 'off'")
    expect(alice.open_settings("Notifications").get_by_label(HERE)).not_to_be_checked()
    assert devices(alice) == []


def test_a_new_session_of_the_device_is_subscribed_again(reach: Reach, enter: Enter) -> None:
    alice = reach("Alice").turn_on()
    alice.page.goto("about:blank")
    other = alice.server.caller().sign_in(alice.caller.user["email"])
    other.delete("/auth/sessions").raise_for_status()
    assert devices(alice.as_caller(other)) == []
    alice.open()
    alice.page.wait_for_function(
        "() => fetch('/auth/push').then((it) => it.json()).then((it) => it.devices.length === 1)"
    )


def test_a_removed_device_says_so_and_the_focus_goes_on(reach: Reach) -> None:
    alice = reach("Alice").turn_on()
    section = alice.open_settings("Notifications")
    section.get_by_role("button", name="Remove Chrome on Linux").click()
    expect(alice.page.locator(".toast-note")).to_have_text("Chrome on Linux receives no more notifications.")
    expect(section.get_by_role("heading", name="Devices")).to_be_focused()
    expect(section.get_by_label(HERE)).not_to_be_checked()


def test_the_page_shows_nothing_that_is_pushed_anyway(reach: Reach, bob: Person) -> None:
    alice = reach("Alice")
    alice.page.add_init_script(COUNT)
    alice.reload().is_live()
    alice.turn_on()
    alice.look_away()
    bob.post(1, f"Come, <@{alice.caller.user['id']}>")
    expect(alice.page).to_have_title(re.compile(r"^\(1\)"))
    alice.page.wait_for_function(
        "() => performance.getEntriesByType('resource').some(({ name }) => /telling/.test(name))"
    )
    alice.page.evaluate("fetch('/auth/notifications')")
    assert alice.page.evaluate("window.shownByPage") == 0


def test_a_replaced_subscription_reaches_the_server(reach: Reach) -> None:
    alice = reach("Alice").turn_on()
    before = devices(alice)
    fresh = alice.page.evaluate(
        """async () => {
          const subscription = await PushManager.prototype.subscribe({ applicationServerKey: new Uint8Array(65) });
          return subscription.toJSON();
        }"""
    )
    alice.worker.evaluate(
        """async (fresh) => {
          const event = new ExtendableEvent("pushsubscriptionchange");
          event.newSubscription = fresh;
          let done;
          event.waitUntil = (promise) => (done = promise);
          self.dispatchEvent(event);
          await done;
        }""",
        fresh,
    )
    assert [one["current"] for one in devices(alice)].count(True) >= 1
    assert devices(alice) != before


def test_what_is_chosen_holds_on_all_devices(alice: Person) -> None:
    section = alice.open_settings("Notifications")
    about = section.get_by_role("group", name="Notify me about")
    about.get_by_label("All other messages").check()
    saved(section, "Notify me about")
    about.get_by_label("Direct messages").uncheck()
    about.get_by_label("Play a sound").uncheck()
    section.get_by_role("group", name="Email me about").get_by_label("Mentions and replies").uncheck()
    section.get_by_label("When unread for").select_option("4 hours")
    saved(section, "Email me about")
    found = choices(alice)
    assert found["push_for"] == ["mentions", "everything"]
    assert (found["sound"], found["mail_for"], found["mail_after_s"]) == (False, ["direct"], 14_400)
    alice.open("/settings/notifications/")
    expect(about.get_by_label("Direct messages")).not_to_be_checked()
    expect(section.get_by_label("When unread for")).to_have_value("14400")


def test_quiet_hours_are_of_a_zone(enter: Enter) -> None:
    alice = enter("Alice", timezone_id="Europe/Madrid")
    section = alice.open_settings("Notifications")
    section.get_by_label("Quiet hours").check()
    expect(section.get_by_label("From")).to_have_value("22:00")
    section.get_by_label("To", exact=True).fill("06:30")
    saved(section, "Quiet times")
    found = choices(alice)
    assert (found["quiet_from"], found["quiet_to"], found["time_zone"]) == ("22:00", "06:30", "Europe/Madrid")
    alice.caller.put("/auth/notifications", json={"time_zone": "Asia/Tokyo"}).raise_for_status()
    alice.open("/settings/notifications/")
    expect(section).to_contain_text("In the time zone Asia/Tokyo.")
    section.get_by_role("button", name=re.compile("Use .*Madrid")).click()
    saved(section, "Quiet times")
    assert choices(alice)["time_zone"] == "Europe/Madrid"
    section.get_by_label("Quiet hours").uncheck()
    saved(section, "Quiet times")
    assert choices(alice)["quiet_from"] is None


def test_quiet_hours_can_be_turned_round(alice: Person) -> None:
    """On the way the two times are equal, which is refused, with the reason."""
    section = alice.open_settings("Notifications")
    section.get_by_label("Quiet hours").check()
    saved(section, "Quiet times")
    section.get_by_label("From").fill("07:00")
    expect(alice.page.locator(".toast-note")).to_have_text("Quiet hours must end at another time than they begin.")
    section.get_by_label("To", exact=True).fill("22:00")
    saved(section, "Quiet times")
    found = choices(alice)
    assert (found["quiet_from"], found["quiet_to"]) == ("07:00", "22:00")


def test_why_names_what_is_in_the_way_and_removes_it(reach: Reach) -> None:
    alice = reach("Alice").turn_on()
    section = alice.open_settings("Notifications")
    ask(alice)
    expect(alice.dialog).to_contain_text("Everything is fine here.")
    expect(alice.dialog.locator("[data-problem]")).to_have_count(0)
    alice.page.keyboard.press("Escape")
    until = "2099-01-01T00:00:00Z"
    changes = {"push_for": [], "paused_until": until}
    alice.caller.put("/auth/notifications", json=changes).raise_for_status()
    ask(alice)
    expect(alice.dialog).to_contain_text("2 things keep notifications away:")
    alice.dialog.get_by_role("button", name="Resume notifications").click()
    expect(alice.dialog).to_contain_text("One thing keeps notifications away:")
    alice.dialog.get_by_role("button", name="Change").click()
    expect(section.get_by_role("group", name="Notify me about").get_by_label("Direct messages")).to_be_focused()
    section.get_by_label(HERE).uncheck()
    expect(section.locator("[data-part=devices] li")).to_have_count(0)
    ask(alice)
    alice.dialog.get_by_role("button", name="Turn on").click()
    expect(alice.dialog).to_contain_text("This device is connected")
    assert len(devices(alice)) == 1


def ask(alice: Reached) -> None:
    alice.page.get_by_role("button", name="Why am I not notified?").click()
    expect(alice.dialog.locator("[data-part=checks] li").first).to_be_visible()


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_the_dialogs_are_sound(enter: Enter, phone: bool) -> None:
    alice = enter("Alice", phone=phone, path="/settings/notifications/", reduced_motion="reduce")
    alice.page.get_by_role("button", name="Why am I not notified?").click()
    expect(alice.dialog.locator("[data-part=checks] li").first).to_be_visible()
    assert findings(alice.page) == []
    assert not phone or small_targets(alice.page) == []
    alice.page.keyboard.press("Escape")
    alice.page.get_by_role("button", name="Pause notifications").last.click()
    expect(alice.dialog).to_contain_text("For 30 minutes")
    assert findings(alice.page) == []
    assert not phone or small_targets(alice.page) == []


def test_the_keyboard_alone_pauses_and_resumes(alice: Person) -> None:
    typist = Typist(alice.page, looks_closely=False)
    alice.page.goto("/settings/notifications/")
    expect(alice.page.locator("[data-section=notifications] > h2")).to_be_focused()
    typist.reaches(alice.page.locator("[data-section=notifications]").get_by_role("button", name="Pause notifications"))
    alice.page.keyboard.press("Enter")
    typist.reaches(alice.dialog.get_by_role("button", name=re.compile("For 1 hour")))
    alice.page.keyboard.press("Enter")
    expect(alice.dialog).to_have_count(0)
    assert choices(alice)["paused_until"]
    typist.reaches(alice.page.get_by_role("button", name="Resume notifications"))
    alice.page.keyboard.press("Enter")
    expect(alice.page.get_by_role("button", name="Resume notifications")).to_be_hidden()
    expect(alice.page.locator("[data-section=notifications] > h2")).to_be_focused()
    assert choices(alice)["paused_until"] is None
