"""A person whose browser receives pushes: what their device is sent, what it shows, and how they answer."""

import functools
import json
import re
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import Browser, Page, Worker, expect

from tests.browser.desk import Desk
from tests.browser.person import Person
from tests.support import push_service
from tests.support.browsers import DESKTOP
from tests.support.server import Server

# Chromium subscribes at Google's push service only, and not at all in private windows. Here a browser subscribes with
# keys of its own making at a service that the test names; all else is the browser's.
SUBSCRIBING = """([origin]) => {
  const KEPT = "a-push-service";
  const base64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const subscription = ({ endpoint, keys, server }) => ({
    endpoint,
    options: { applicationServerKey: Uint8Array.from(server).buffer },
    toJSON: () => ({ endpoint, expirationTime: null, keys }),
    unsubscribe: async () => (localStorage.removeItem(KEPT), true),
  });
  if (!("PushManager" in window)) return;
  PushManager.prototype.getSubscription = async () => {
    const kept = JSON.parse(localStorage.getItem(KEPT));
    return kept && subscription(kept);
  };
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
    const p256dh = base64(await crypto.subtle.exportKey("raw", pair.publicKey));
    const auth = base64(crypto.getRandomValues(new Uint8Array(16)));
    const kept = {
      endpoint: `${origin}/${crypto.randomUUID()}`,
      keys: { p256dh, auth },
      secret: await crypto.subtle.exportKey("jwk", pair.privateKey),
      server: [...new Uint8Array(applicationServerKey)],
    };
    localStorage.setItem(KEPT, JSON.stringify(kept));
    return subscription(kept);
  };
}"""
# In turn, as the page and its worker read: Chromium forgets a notification that is shown while others are read.
SHOWN = """async () => (await navigator.locks.request("notifications", () => self.registration.getNotifications())).map(
  ({ title, body, tag, silent, data, actions }) => ({ title, body, tag, silent, data, actions: actions.length }))"""
PUSHES = """async (pushes) => {
  const done = [];
  for (const push of pushes) {
    const event = new PushEvent("push", { data: JSON.stringify(push) });
    event.waitUntil = (promise) => done.push(promise);
    self.dispatchEvent(event);
    await new Promise((go) => setTimeout(go, 5 * (done.length % 8)));
  }
  await Promise.all(done);
}"""
LOOKED_AT = "async () => (await self.clients.matchAll({ type: 'window' })).some(({ focused }) => focused)"
# There is no way to click a notification from outside. The worker is sent the event of a click, but not the right to
# focus or open windows, which only a true click gives.
CLICK = """async ({ tag, action, reply }) => {
  const [notification] = await self.registration.getNotifications({ tag });
  const options = { notification, ...(action && { action }), ...(reply && { reply }) };
  self.opened = [];
  self.clients.openWindow = async (url) => void self.opened.push(url);
  const event = new NotificationEvent("notificationclick", options);
  let done;
  event.waitUntil = (promise) => (done = promise);
  self.dispatchEvent(event);
  await done;
  return self.opened;
}"""


class Reached(Person):
    """Someone whose device shows what is pushed to it."""

    def __init__(
        self, name: str, server: Server, browser: Browser, *, service: str = "https://push.example.org", **options: Any
    ):
        self.desk = Desk(browser, server.url, {**DESKTOP, "permissions": ["notifications"], **options})
        super().__init__(name, server, self.desk)
        self.desk.context.add_init_script(f"({SUBSCRIBING})({json.dumps([service])})")

    @property
    def worker(self) -> Worker:
        """Return the service worker, which runs from the first visit on."""
        return self.context.service_workers[0]

    def turn_on(self) -> "Reached":
        """Allow notifications in the settings, and be a device that the server knows."""
        section = self.open_settings("Notifications")
        section.get_by_label("Notify me on this device").check()
        expect(section.locator("[data-part=devices] li")).to_have_count(1)
        self.page.keyboard.press("Escape")
        expect(self.page).not_to_have_url(re.compile("/settings/"))  # loaded anew before, it would open them again
        return self

    def subscription(self) -> tuple[str, push_service.Browser]:
        """Return the path at which the push service knows the browser, and how to read what it is sent."""
        kept = json.loads(self.page.evaluate("localStorage['a-push-service']"))
        numbers = {name: int.from_bytes(push_service.unb64(kept["secret"][name])) for name in "dxy"}
        public = ec.EllipticCurvePublicNumbers(numbers["x"], numbers["y"], push_service.CURVE)
        key = ec.EllipticCurvePrivateNumbers(numbers["d"], public).private_key()
        browser = push_service.Browser(kept["endpoint"], key, push_service.unb64(kept["keys"]["auth"]))
        return urlsplit(browser.endpoint).path, browser

    def look_away(self) -> "Reached":
        """Turn to another window, which the browser itself knows of."""
        session = self.context.new_cdp_session(self.page)
        session.send("Emulation.setFocusEmulationEnabled", {"enabled": False})
        self.other_window.bring_to_front()
        self.page.wait_for_function("() => !document.hasFocus()")
        while self.worker.evaluate(LOOKED_AT):  # a push is not shown while the worker takes the chat to be looked at
            self.page.wait_for_timeout(20)
        return self

    def look_back(self) -> "Reached":
        """Turn to the chat again."""
        self.page.bring_to_front()
        self.page.wait_for_function("() => document.hasFocus()")
        return self

    @functools.cached_property
    def other_window(self) -> Page:
        return self.context.new_page()

    def is_pushed(self, **push: Any) -> None:
        """Let the push service deliver a message to the browser, which decrypts it."""
        session = self.context.new_cdp_session(self.page)
        found: list[str] = []
        session.on(
            "ServiceWorker.workerRegistrationUpdated",
            lambda event: found.extend(one["registrationId"] for one in event["registrations"]),
        )
        session.send("ServiceWorker.enable")
        while not found:
            self.page.wait_for_timeout(20)
        message = {"origin": self.server.url, "registrationId": found[0], "data": json.dumps(push)}
        session.send("ServiceWorker.deliverPushMessage", message)
        session.detach()

    def are_pushed(self, pushes: list[dict[str, Any]]) -> None:
        """Send the worker the events of pushes closer together than DevTools delivers them."""
        self.worker.evaluate(PUSHES, pushes)

    @property
    def shown(self) -> list[dict[str, Any]]:
        """Return what the device shows now."""
        notifications: list[dict[str, Any]] = self.worker.evaluate(SHOWN)
        return notifications

    def sees_notifications(self, *titles: str) -> list[dict[str, Any]]:
        """Wait until exactly these are shown, and return them."""
        wanted = sorted(titles)
        for _ in range(250):
            if sorted(one["title"] for one in self.shown) == wanted:
                return self.shown
            self.page.wait_for_timeout(20)
        titles_shown = sorted(one["title"] for one in self.shown)
        assert titles_shown == wanted, titles_shown
        return self.shown

    def click(self, tag: str, *, action: str = "", reply: str = "") -> list[str]:
        """Click a notification; return the windows that the worker opened."""
        opened: list[str] = self.worker.evaluate(CLICK, {"tag": tag, "action": action, "reply": reply})
        return opened
