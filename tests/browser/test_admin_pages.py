"""Every page of the admin, found by following its links: fits a phone, shows its tables whole, and is accessible."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import findings
from tests.browser.desk import Desk
from tests.support.browsers import DESKTOP, PHONE
from tests.support.pictures import enter
from tests.support.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.node]

HEIGHT = 800
PHONES = (390, 320)
NARROW_DESKTOP = 1280
WIDER = "document.documentElement.scrollWidth - innerWidth"
CUT = "[...document.querySelectorAll('.results')].filter((one) => one.scrollWidth > one.clientWidth).length"
# Single words that stand on several lines.
BROKEN = """[...document.querySelectorAll("button, a, th")].filter((one) => {
  const [text] = [...one.childNodes].filter(({ nodeType, data }) => nodeType === 3 && /^\\s*\\S+\\s*$/.test(data));
  if (!text || !one.checkVisibility()) return false;
  const range = document.createRange();
  range.selectNodeContents(text);
  return new Set([...range.getClientRects()].map(({ top }) => top)).size > 1;
}).map((one) => one.textContent)"""
LINKS = "[...document.links].map((link) => link.href)"
# Files, other pages of the product, and Django's own that the admin links to nowhere.
NO_PAGES = re.compile(
    r"/(download\.|login|logout|password_change|jsi18n|autocomplete|r/|first-run)|/(add|delete|history)/"
)


@pytest.fixture(scope="module")
def scene(make_server: Callable[..., Server]) -> Server:
    """Return a server with a small community, and something in every queue."""
    server = make_server()
    server.run("from tests.support import moderation_scene, scene; scene.play(); moderation_scene.play()")
    return server


@pytest.fixture(scope="module")
def open_admin(chromium: Browser, scene: Server) -> Iterator[Callable[..., Page]]:
    """Return a function that opens the administrator's browser."""
    desks: list[Desk] = []

    def bring(**options: object) -> Page:
        desks.append(Desk(chromium, scene.url, {"reduced_motion": "reduce", **options}))
        enter(desks[-1].context, scene, "ada")
        return desks[-1].page

    yield bring
    complaints = [complaint for desk in desks for complaint in desk.complaints]
    for desk in desks:
        desk.context.close()
    assert not complaints, complaints


def kind_of(address: str) -> str:
    """Return which page an address is, whatever the row; a person's tabs and each action are pages of their own."""
    parts = urlsplit(address)
    tab = re.search(r"tab=\w+", parts.query)
    return re.sub(r"\d+", "N", parts.path) + (f"?{tab[0]}" if tab else "")


def walk(page: Page, visit: Callable[[Page], None]) -> set[str]:
    """Visit one page of each kind that links lead to from the first page on, and return the kinds."""
    waiting, seen = ["/admin/"], {"/admin/"}
    while waiting:
        page.goto(waiting.pop())
        visit(page)
        for address in page.evaluate(LINKS):
            kind = kind_of(address)
            if kind.startswith("/admin/") and kind not in seen and not NO_PAGES.search(kind):
                seen.add(kind)
                waiting.append(address)
    return seen


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "/") -> Iterator[str]:
    """Yield every page that the admin has, in the form of :func:`kind_of`; actions are named by rows."""
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, path)
        elif not re.search(r"[\^(]|<slug|<path:object_id>/$", path) and not NO_PAGES.search(path):
            yield re.sub(r"<(?:path|int|number):\w+>", "N", path)


def test_every_page_fits_a_phone_shows_its_tables_and_is_accessible(open_admin: Callable[..., Page]) -> None:
    problems: list[str] = []

    def examine(page: Page) -> None:
        for width in PHONES:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            if (wider := page.evaluate(WIDER)) > 0:
                problems.append(f"{page.url} is {wider} px wider than {width}")
            if broken := page.evaluate(BROKEN):
                problems.append(f"{page.url} breaks words at {width}: {broken}")
        page.set_viewport_size({"width": NARROW_DESKTOP, "height": HEIGHT})
        if page.evaluate(WIDER) > 0 or page.evaluate(CUT):
            problems.append(f"{page.url} is cut at {NARROW_DESKTOP}")
        problems.extend(f"{page.url}: {finding}" for finding in findings(page))

    seen = walk(open_admin(**DESKTOP), examine)
    admin = [pattern for pattern in get_resolver().url_patterns if str(pattern.pattern) == "admin/"]
    missed = set(routes(admin)) - seen
    assert problems == []
    assert missed <= {"/admin/chatsite/job/N/change/", "/admin/accounts/moderationentry/N/change/"}, missed
    assert {"/admin/settings/", "/admin/status/", "/admin/accounts/user/N/change/?tab=rooms"} <= seen


def test_filters_open_and_close_by_keyboard_and_close_by_a_click_elsewhere(open_admin: Callable[..., Page]) -> None:
    page = open_admin(**DESKTOP)
    page.goto("/admin/accounts/user/")
    chip = page.locator(".chip summary").first
    choice = page.get_by_role("link", name="Waiting for approval")
    chip.focus()
    page.keyboard.press("Enter")
    expect(choice).to_be_visible()
    page.keyboard.press("Escape")
    expect(choice).to_be_hidden()
    expect(chip).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("h1").click()
    expect(choice).to_be_hidden()
    chip.click()
    choice.click()
    expect(page.locator(".chip .is-on")).to_have_text("State: Waiting for approval")
    page.get_by_role("link", name="Clear filters").click()
    expect(page.locator(".chip .is-on")).to_have_count(0)


def test_on_a_phone_the_navigation_is_behind_a_button(open_admin: Callable[..., Page]) -> None:
    page = open_admin(**PHONE)
    page.goto("/admin/")
    link = page.get_by_role("navigation", name="Administration").get_by_role("link", name="People")
    expect(link).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    link.click()
    expect(page.locator("h1")).to_have_text("People")


def test_times_are_local_with_utc_beside_them(open_admin: Callable[..., Page]) -> None:
    page = open_admin(**DESKTOP, timezone_id="Europe/Madrid")
    page.goto("/admin/accounts/user/")
    expect(page.locator("[data-time-zone='Europe/Madrid']")).to_be_attached()
    time = page.locator("#result_list .field-date_joined time").first
    expect(time).to_have_attribute("title", re.compile(r"\d\d:\d\d UTC$"))
    local, utc = time.inner_text(), str(time.get_attribute("title"))
    assert local[-5:] != utc.removesuffix(" UTC")[-5:]


def test_restricting_a_person_is_never_the_accented_button(open_admin: Callable[..., Page]) -> None:
    page = open_admin(**DESKTOP)
    page.goto("/admin/accounts/user/")
    page.locator("#content").get_by_role("link", name="Vic Sharp").click()
    expect(page.locator(".row-actions")).to_be_visible()
    colours = page.evaluate(
        """() => {
          const colour = (name) => getComputedStyle(document.querySelector(name)).color;
          return [colour(".row-actions .is-dangerous"), colour(".row-actions .button:not(.is-dangerous)")];
        }"""
    )
    assert colours[0] != colours[1]
    for name in ("Warn", "Mute everywhere", "Ban", "Deactivate"):
        expect(page.get_by_role("link", name=name, exact=True)).to_have_class(re.compile("is-dangerous"))
    expect(page.get_by_role("link", name="Make administrator")).to_be_hidden()
    page.get_by_role("link", name="Ban", exact=True).click()
    expect(page.locator("#content .button.default")).to_have_count(0)


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_all_messages_of_a_page_are_selected_at_once_and_stay_so_without_a_reason(
    open_admin: Callable[..., Page], device: dict
) -> None:
    page = open_admin(**device)
    page.goto("/admin/messaging/message/")
    boxes = page.locator("[name=_selected_action]")
    assert boxes.count() > 1
    every = page.get_by_role("checkbox", name="Select all on this page")
    every.check()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_label("Reason")).to_be_focused()
    expect(page.locator("[name=_selected_action]:checked")).to_have_count(boxes.count())
    every.uncheck()
    expect(page.locator("[name=_selected_action]:checked")).to_have_count(0)
