"""axe-core finds nothing in any state of any page, on a desktop and on a phone, in light, dark and forced colours."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import findings
from tests.browser.desk import Desk
from tests.browser.targets import small_targets, unnamed_icons
from tests.support.pictures import DEVICES, SHOTS, enter, open_shot
from tests.support.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.node]

# States that change the session or the network of their browser.
OWN_BROWSER = {"signed-out", "welcome", "welcome-line", "offline", "still-loading", "failed", "no-rooms", "long-names"}
# No state here needs a service worker, through which a page would fetch all it loads.
OPTIONS = {"reduced_motion": "reduce", "service_workers": "block"}
# Most of the admin's markup is Django's.
PRODUCTS_OWN = sorted(name for name in SHOTS if not name.startswith("admin-"))
DIFFERENT_ON_PHONE = [
    "add-people",
    "block",
    "browse-rooms",
    "catch-up",
    "chat",
    "code",
    "create-room",
    "new-message",
    "editing",
    "failed",
    "invitation",
    "invite",
    "leave-room",
    "members",
    "message-actions",
    "no-rooms",
    "person",
    "pins",
    "reactions",
    "register",
    "replying",
    "room-menu",
    "rooms",
    "search",
    "search-nothing",
    "search-opened",
    "search-results",
    "search-suggestions",
    "settings-account",
    "settings-profile",
    "sign-in",
    "still-loading",
    "switcher",
    "welcome",
    "webhooks",
    "outgoing-webhooks",
    "outgoing-webhook",
    "outgoing-secret",
    "edit-outgoing",
]


@pytest.fixture(scope="module")
def scene(make_server: Callable[..., Server]) -> Server:
    """Return a server with a small community."""
    server = make_server()
    server.run("from tests.support import moderation_scene, scene; scene.play(); moderation_scene.play()")
    return server


@pytest.fixture(scope="module")
def look(chromium: Browser, scene: Server) -> Iterator[Callable[[str, str], Page]]:
    """Return a function that opens a page in a state; a person's browser is used again, with its cache."""
    desks: dict[tuple[str, str, str], Desk] = {}

    def show(name: str, device: str) -> Page:
        who = SHOTS[name][0].partition(":")[0]
        key = (who, device, name if name in OWN_BROWSER else "")
        if key not in desks:
            desks[key] = Desk(chromium, scene.url, OPTIONS | DEVICES[device])
            if who:
                enter(desks[key].context, scene, who)
        open_shot(desks[key].page, name, scene)
        return desks[key].page

    yield show
    complaints = [complaint for desk in desks.values() for complaint in desk.complaints]
    for desk in desks.values():
        desk.context.close()
    assert not complaints, complaints


@pytest.mark.parametrize(
    ("name", "device"),
    [*((name, "desktop") for name in PRODUCTS_OWN), *((name, "phone") for name in DIFFERENT_ON_PHONE)],
)
def test_every_page_and_dialog_is_accessible(look: Callable[[str, str], Page], name: str, device: str) -> None:
    page = look(name, device)
    assert unnamed_icons(page) == []
    assert device == "desktop" or small_targets(page) == []
    assert findings(page) == []


@pytest.mark.parametrize(
    "where", ["(prefers-color-scheme: light)", "(prefers-color-scheme: dark)", "(forced-colors: active)"]
)
def test_faint_text_is_found_wherever_it_is_faint(chromium: Browser, where: str) -> None:
    with chromium.new_page() as page:
        page.set_content(
            "<!DOCTYPE html><html lang=en><title>Faint</title><main><h1>Faint</h1></main><style>"
            "h1 { background: white; color: black; forced-color-adjust: none; }"
            f"@media {where} {{ h1 {{ color: #bbb; }} }}</style>"
        )
        assert {finding.partition(":")[0] for finding in findings(page)} == {"color-contrast"}
