"""People in real browsers against a real server. The browser serves the whole folder, server and desks one file.

Files are spread over processes differently each time: what one writes must not be in the way of another.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.browser.desk import Desk
from tests.browser.person import Person
from tests.browser.pushed import Reached
from tests.support.browsers import CHROMIUM, CHROMIUM_ARGUMENTS, DESKTOP, PHONE
from tests.support.fixtures import LANE_DATABASE, LANE_REDIS
from tests.support.prepared import begin_prepared
from tests.support.processes import program
from tests.support.server import Server

Enter = Callable[..., Person]
Reach = Callable[..., Reached]
FreeDesks = dict[tuple[bool, bool], list[Desk]]

# No one waits longer than a test must to be seen leaving.
SERVER_SETTINGS: dict[str, str | None] = {"PRESENCE_GRACE_S": "1"}


@pytest.fixture(scope="module")
def running_server() -> Iterator[Server]:
    """Return the installation of a file's tests: everyone in it has an account of their own."""
    server = Server(database_url=LANE_DATABASE, redis_url=LANE_REDIS, env=SERVER_SETTINGS)
    with begin_prepared(server, database_url=LANE_DATABASE, own=set(SERVER_SETTINGS)):
        yield server


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """Return what starts browsers: its event loop must not outlive this folder's tests."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="package")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Return the browser of this folder's tests."""
    browser = playwright.chromium.launch(executable_path=program(*CHROMIUM), args=CHROMIUM_ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def whole_chromium(playwright: Playwright) -> Iterator[Browser]:
    """Return a browser that shows notifications, which the one without windows refuses."""
    browser = playwright.chromium.launch(executable_path=program(CHROMIUM[-1]), args=CHROMIUM_ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def free_desks() -> Iterator[FreeDesks]:
    """Return the desks where no one sits: with phones or without, and whether they have service workers."""
    desks: FreeDesks = defaultdict(list)
    yield desks
    for desk in chain.from_iterable(desks.values()):
        desk.context.close()


@pytest.fixture
def enter(request: pytest.FixtureRequest, server: Server, chromium: Browser, free_desks: FreeDesks) -> Iterator[Enter]:
    """Return a function that brings a person with an account to the chat: ``enter("Alice", phone=True)``.

    With ``fresh`` they have a browser that no one used before, and whatever more ``options`` a browser context takes.
    Whatever a test does, no page may violate the content security policy or leave an error uncaught. Service workers,
    which copy every file of a first visit, are for tests with the mark ``service_worker``.
    """
    taken: list[tuple[Desk, tuple[bool, bool], bool]] = []
    has_worker = request.node.get_closest_marker("service_worker") is not None
    usual = {"service_workers": "allow" if has_worker else "block"}

    def bring(
        name: str, *, phone: bool = False, path: str = "/", live: bool = True, fresh: bool = False, **options: Any
    ) -> Person:
        fresh = fresh or bool(options)
        kind = (phone, has_worker)
        free = [] if fresh else free_desks[kind]
        desk = free.pop() if free else Desk(chromium, server.url, usual | (PHONE if phone else DESKTOP) | options)
        taken.append((desk, kind, fresh))
        person = Person(name, server, desk).register()
        return person.open(path) if live else person

    yield bring
    complaints = [complaint for desk, _, _ in taken for complaint in desk.complaints]
    for desk, kind, fresh in taken:
        if fresh:
            desk.context.close()
        else:
            desk.clear()
            free_desks[kind].append(desk)
    assert not complaints, complaints


@pytest.fixture
def reach(server: Server, whole_chromium: Browser) -> Iterator[Reach]:
    """Return a function that brings a person to a browser that shows notifications."""
    people: list[Reached] = []

    def bring(name: str, **options: Any) -> Reached:
        people.append(Reached(name, server, whole_chromium, **options))
        people[-1].register().open().is_kept()
        return people[-1]

    yield bring
    complaints = [complaint for person in people for complaint in person.desk.complaints]
    for person in people:
        person.context.close()
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
