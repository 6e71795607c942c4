"""People in real browsers against a real server. The browser serves the whole folder, server and desks one file.

Files are spread over processes differently each time: what one writes must not be in the way of another.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.desk import Desk
from tests.browser.person import Person
from tests.support.browsers import CHROMIUM, CHROMIUM_ARGUMENTS, DESKTOP, PHONE
from tests.support.fixtures import LANE_DATABASE, LANE_REDIS
from tests.support.prepared import begin_prepared
from tests.support.processes import program
from tests.support.server import Server

Enter = Callable[..., Person]

# No one waits longer than a test must to be seen leaving.
SERVER_SETTINGS: dict[str, str | None] = {"PRESENCE_GRACE_S": "1"}


@pytest.fixture(scope="module")
def running_server() -> Iterator[Server]:
    """Return the installation of a file's tests: everyone in it has an account of their own."""
    server = Server(database_url=LANE_DATABASE, redis_url=LANE_REDIS, env=SERVER_SETTINGS)
    with begin_prepared(server, database_url=LANE_DATABASE, own=set(SERVER_SETTINGS)):
        yield server


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Return the browser of this folder's tests: an event loop of Playwright's must not outlive them."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(*CHROMIUM), args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def free_desks() -> Iterator[dict[bool, list[Desk]]]:
    """Return the desks where no one sits, with phones (true) and without."""
    desks: dict[bool, list[Desk]] = defaultdict(list)
    yield desks
    for desk in [*desks[True], *desks[False]]:
        desk.context.close()


@pytest.fixture
def enter(server: Server, chromium: Browser, free_desks: dict[bool, list[Desk]]) -> Iterator[Enter]:
    """Return a function that brings a person with an account to the chat: ``enter("Alice", phone=True)``.

    With ``fresh`` they have a browser that no one used before, and whatever more ``options`` a browser context takes.
    Whatever a test does, no page may violate the content security policy or leave an error uncaught.
    """
    taken: list[tuple[Desk, bool, bool]] = []

    def bring(
        name: str, *, phone: bool = False, path: str = "/", live: bool = True, fresh: bool = False, **options: Any
    ) -> Person:
        fresh = fresh or bool(options)
        free = [] if fresh else free_desks[phone]
        desk = free.pop() if free else Desk(chromium, server.url, (PHONE if phone else DESKTOP) | options)
        taken.append((desk, phone, fresh))
        person = Person(name, server, desk).register()
        return person.open(path) if live else person

    yield bring
    complaints = [complaint for desk, _, _ in taken for complaint in desk.complaints]
    for desk, phone, fresh in taken:
        if fresh:
            desk.context.close()
        else:
            desk.clear()
            free_desks[phone].append(desk)
    assert not complaints, complaints


@pytest.fixture
def stranger(server: Server, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Return a function that gives a browser to someone who was never here."""
    desks: list[Desk] = []

    def arrive(*, phone: bool = False) -> Page:
        desks.append(Desk(chromium, server.url, PHONE if phone else DESKTOP))
        return desks[-1].page

    yield arrive
    complaints = [complaint for desk in desks for complaint in desk.complaints]
    for desk in desks:
        desk.context.close()
    assert not complaints, complaints


@pytest.fixture
def alice(enter: Enter) -> Person:
    """Return Alice at her desk."""
    return enter("Alice")


@pytest.fixture
def bob(enter: Enter) -> Person:
    """Return Bob on his phone."""
    return enter("Bob", phone=True)
