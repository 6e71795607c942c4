"""Browsers that lack or refuse something: the tasks of every day work, and no error is left uncaught."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter

pytestmark = pytest.mark.browser

REFUSALS = {
    "storage blocked": """Object.defineProperty(window, "localStorage", {
      get() { throw new DOMException("blocked", "SecurityError"); } })""",
    "storage turned off": """Object.defineProperty(window, "localStorage", { value: null })""",
    "storage full": """Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }""",
    "no clipboard": """Object.defineProperty(navigator, "clipboard", { value: undefined })""",
    "clipboard refused": """navigator.clipboard.writeText = async () => {
      throw new DOMException("no", "NotAllowedError");
    }""",
    "no notifications": "delete window.Notification",
    "no locks": """Object.defineProperty(navigator, "locks", { value: undefined })""",
    "no broadcast channel": "delete window.BroadcastChannel",
    "no service worker": "delete Navigator.prototype.serviceWorker",
}
ON_ANDROID = """window.Notification = class {
  static permission = "granted";
  static requestPermission = async () => "granted";
  constructor() { throw new TypeError("Illegal constructor"); }
};
window.shown = [];
ServiceWorkerRegistration.prototype.showNotification = async (title) => window.shown.push(title);"""
# Also the fields of templates; not those that only programs find, the trap for them.
SMALL = """() => {
  for (const template of document.querySelectorAll("template")) template.after(template.content.cloneNode(true));
  return [...document.querySelectorAll("input, textarea, select")]
    .filter(({ type, tabIndex }) => !["hidden", "checkbox", "radio", "file"].includes(type) && tabIndex >= 0)
    .filter((field) => parseFloat(getComputedStyle(field).fontSize) < 16).map((field) => field.outerHTML);
}"""
# Whether some of the text is out of sight, and how high the field is.
HIDDEN_LINES = """() => {
  const { scrollHeight, clientHeight } = document.querySelector("#composer-text");
  return [scrollHeight > clientHeight, clientHeight];
}"""


NOTIFY = "Notify me on this device"
CHOICES = {
    "Appearance": ["Dark", "Large"],
    "Writing": ["Adds a new line"],
    "Notifications": ["Play a sound", NOTIFY],
}


@pytest.mark.service_worker
@pytest.mark.parametrize("refusal", REFUSALS)
def test_every_days_tasks_work(enter: Enter, refusal: str) -> None:
    alice = enter("Alice", live=False, fresh=True)
    alice.page.add_init_script(REFUSALS[refusal])
    alice.open()
    alice.go_to_new_room(f"With {refusal}")
    alice.say("hello").sees("hello")
    for section, choices in CHOICES.items():
        page = alice.open_settings(section)
        for choice in choices:
            box = page.get_by_label(re.compile(rf"\b{choice}\b"))
            if (refusal, choice) == ("no notifications", NOTIFY):
                expect(box).to_be_disabled()
            else:
                box.click()
        alice.page.keyboard.press("Escape")
    expect(alice.page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    alice.composer.press_sequentially("one\ntwo")
    expect(alice.composer).to_have_value("one\ntwo")
    alice.choose_for("hello", "Copy text")
    expect(alice.page.locator(".toast-note").last).to_have_text("Copied.")
    alice.go_to("General").go_to(f"With {refusal}")
    expect(alice.composer).to_have_value("one\ntwo")


def test_a_field_that_does_not_size_itself_fits_its_text_when_the_window_changes(enter: Enter) -> None:
    alice = enter("Alice", live=False, fresh=True)
    alice.page.add_init_script("""CSS.supports = (property) => property !== "field-sizing";""")
    alice.page.set_viewport_size({"width": 1280, "height": 900})
    alice.open()
    alice.type("Words enough for several lines. " * 6)
    _, high = alice.page.evaluate(HIDDEN_LINES)
    alice.page.set_viewport_size({"width": 400, "height": 900})
    grown = f"(high) => {{ const [isHidden, now] = ({HIDDEN_LINES})(); return !isHidden && now > high; }}"
    alice.page.wait_for_function(grown, arg=high)
    alice.page.set_viewport_size({"width": 1280, "height": 900})
    alice.page.wait_for_function(f"(high) => ({HIDDEN_LINES})()[1] === high", arg=high)


@pytest.mark.service_worker
def test_where_a_page_may_not_notify_its_worker_does(enter: Enter) -> None:
    bob = enter("Bob", live=False)
    alice = enter("Alice", live=False, fresh=True)
    alice.page.add_init_script(ON_ANDROID)
    alice.open().is_kept()
    alice.open_settings("Notifications").get_by_label(NOTIFY).check()
    alice.page.keyboard.press("Escape")
    alice.look_away()
    bob.post(1, f"<@{alice.caller.user['id']}> are you there?")
    alice.page.wait_for_function("() => window.shown.length > 0")
    assert alice.page.evaluate("window.shown") == ["Bob in General"]


@pytest.mark.parametrize("path", ["/", "/settings/account/", "/login/", "/register/", "/password-reset/"])
def test_no_field_on_a_phone_makes_the_page_zoom(enter: Enter, path: str) -> None:
    bob = enter("Bob", phone=True, live=False, fresh=True)
    if path not in {"/", "/settings/account/"}:
        bob.context.clear_cookies()
    bob.page.goto(path)
    assert bob.page.locator("input, textarea").count() > 0
    assert bob.page.evaluate(SMALL) == []
