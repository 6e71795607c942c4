"""The reader's clock, zone and language may be wrong, or change while the page is open."""

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.modules import calling
from tests.browser.person import Person

pytestmark = pytest.mark.browser

SKEWED = """(() => {
  const Real = Date;
  window.skewMs = MS;
  window.Date = class extends Real {
    constructor(...parts) { super(...(parts.length ? parts : [Real.now() + window.skewMs])); }
    static now() { return Real.now() + window.skewMs; }
  };
})()"""
LANGUAGES = "Object.defineProperty(navigator, 'languages', { get: () => LIST })"
SET_NOW = calling("/static/js/lib/times.js", "setNow")
LOOK_AGAIN = """document.dispatchEvent(new Event("visibilitychange"))"""
MINUTE_MS = 60_000


@pytest.mark.parametrize("skew_ms", [10 * MINUTE_MS, -10 * MINUTE_MS, 25 * 60 * MINUTE_MS])
def test_a_wrong_clock_shows_the_right_countdown(enter: Enter, skew_ms: int) -> None:
    alice = enter("Alice", live=False)
    room = alice.create_room(f"Slow {skew_ms}")
    alice.caller.patch(f"/rooms/{room}", json={"slow_mode_s": 60}).raise_for_status()
    bob = enter("Bob", live=False, fresh=True).join(room)
    bob.page.add_init_script(SKEWED.replace("MS;", f"{skew_ms};"))
    bob.open(f"/?room={room}")
    bob.say("first").sees("first")
    slow = bob.page.locator(".composer-note[data-part=slow]")
    expect(slow).to_have_text(re.compile(r"again in (1:00|[1-5]?\d s)\."))
    bob.page.evaluate("() => { window.skewMs -= 3600000; }")  # the clock is set back an hour
    expect(slow).to_have_text(re.compile(r"again in [1-5]?\d s\."))
    expect(bob.page.locator(".day time").last).to_have_text("Today")
    expect(bob.page.locator(".day")).to_have_count(1)


def test_after_midnight_today_is_yesterday(alice: Person) -> None:
    alice.go_to_new_room("Late")
    alice.say("good night").sees("good night")
    day, time = alice.page.locator(".day time"), alice.room_link("Late").locator(".room-time")
    expect(day).to_have_text("Today")
    expect(time).to_have_text(re.compile(r"\d:\d\d"))
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    alice.page.evaluate(SET_NOW, tomorrow.isoformat())
    alice.page.evaluate(LOOK_AGAIN)
    expect(day).to_have_text("Yesterday")
    expect(time).to_have_text("yesterday")


def test_another_zone_writes_every_time_anew(enter: Enter) -> None:
    alice = enter("Alice", locale="en-GB")
    alice.go_to_new_room("Travels")
    alice.say("on the way").sees("on the way")
    clock, brief = alice.message("on the way").locator("time"), alice.room_link("Travels").locator(".room-time")
    sent = datetime.fromisoformat(str(clock.get_attribute("datetime")))
    there = sent.astimezone(timezone(timedelta(hours=5, minutes=45)))
    hour = re.compile(rf"^0?{there.hour}:{there.minute:02}$")
    session = alice.context.new_cdp_session(alice.page)
    session.send("Emulation.setTimezoneOverride", {"timezoneId": "Asia/Kathmandu"})
    alice.page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    expect(clock).to_have_text(hour)
    expect(brief).to_have_text(hour)
    session.detach()


READERS = {
    "de-DE": (r"\d\d:\d\d", r"[A-Z][a-z]+day,? \d+ [A-Z][a-z]+"),
    "ja-JP": (r"\d?\d:\d\d", r"[A-Z][a-z]+day,? [A-Z][a-z]+ \d+"),
    "he-IL": (r"\d?\d:\d\d", r"[A-Z][a-z]+day,? \d+ [A-Z][a-z]+"),
    "en-GB": (r"\d\d:\d\d", r"[A-Z][a-z]+day,? \d+ [A-Z][a-z]+"),
    "en-US": (r"\d?\d:\d\d\s[AP]M", r"[A-Z][a-z]+day,? [A-Z][a-z]+ \d+"),
}


@pytest.mark.parametrize("locale", READERS)
def test_clock_and_dates_are_the_reader_s_on_a_page_without_a_translation(enter: Enter, locale: str) -> None:
    reader = enter("Alice", locale=locale)
    clock, day = map(re.compile, READERS[locale])
    reader.go_to_new_room(f"Trains {locale}")
    reader.say("on time").sees("on time")
    expect(reader.page.locator("html")).to_have_attribute("lang", "en")
    expect(reader.message("on time").locator("time")).to_have_text(re.compile(rf"^{clock.pattern}$"))
    reader.page.evaluate(SET_NOW, (datetime.now(UTC) + timedelta(days=2)).isoformat())
    reader.page.evaluate(LOOK_AGAIN)
    expect(reader.page.locator(".day time")).to_have_text(re.compile(rf"^{day.pattern}$"))


@pytest.mark.parametrize(
    ("name", "languages"),
    [("variant", '["en-US@posix"]'), ("underscore", '["en_US"]'), ("neither", '["C", ""]'), ("none", "[]")],
)
def test_a_language_that_does_not_exist_does_not_stop_the_page(enter: Enter, name: str, languages: str) -> None:
    alice = enter("Alice", live=False, fresh=True)
    alice.page.add_init_script(LANGUAGES.replace("LIST", languages))
    alice.open()
    alice.say(f"said with {name}").sees(f"said with {name}")


def test_another_device_s_clock_is_shown_at_once_and_after_an_interruption(enter: Enter) -> None:
    alice = enter("Alice", locale="en-GB")
    alice.go_to_new_room("Hours")
    alice.say("now").sees("now")
    time = alice.message("now").locator("time")
    alice.caller.put("/auth/preferences", json={"clock": "12"}).raise_for_status()
    expect(time).to_have_text(re.compile(r"[ap]m$", re.IGNORECASE))
    alice.disconnect()
    expect(alice.notice).to_be_visible()
    alice.caller.put("/auth/preferences", json={"clock": "24"}).raise_for_status()
    alice.reconnect()
    expect(time).to_have_text(re.compile(r"\d$"))
