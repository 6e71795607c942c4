"""The site's name, description, logo, welcome message and rules, kept by each process.

Every page and email needs them, so a process reads them once in :data:`KEPT_S` at most. A change is seen at once by the
process that made it, and within that time by the others.
"""

import asyncio
import functools
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.templatetags.static import static

from chatsite.db.outages import is_outage, log_outage
from chatsite.registry import Provided

KEPT_S = 3.0
PRODUCT = "Chatsite"

# Rendering belongs to messages, which are above this package.
markup: Provided[Callable[[str], str]] = Provided(lambda text: "")


@dataclass(frozen=True, slots=True)
class Identity:
    """The identity as templates show it; empty fields are as installed."""

    own_name: str = ""
    description: str = ""
    logo: str = ""
    icon: str = ""
    welcome: str = ""
    rules: str = ""

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Return the name that administrators chose, or else the product's."""
        return self.own_name or PRODUCT

    @property
    def logo_url(self) -> str:
        """Return the address of a square picture."""
        return f"{settings.MEDIA_URL}{self.logo}" if self.logo else static("img/logo.svg")

    @property
    def icon_url(self) -> str:
        """Return the address of the icon for home screens, which fills its square."""
        return f"{settings.MEDIA_URL}{self.icon}" if self.icon else static("img/icon-192.png")

    @property
    def welcome_html(self) -> str:
        """Return the welcome message as sanitised HTML."""
        return _rendered(self.welcome)

    @property
    def rules_html(self) -> str:
        """Return the rules as sanitised HTML."""
        return _rendered(self.rules)

    @property
    def has_about(self) -> bool:
        """Return whether there is anything to read about the site beside its name."""
        return bool(self.description or self.welcome or self.rules)


@functools.lru_cache(maxsize=8)
def _rendered(text: str) -> str:
    return markup.part(text) if text else ""


@dataclass(slots=True)
class Reader:
    """Keeps the identity for :data:`KEPT_S`; the clock is passed in."""

    read: Callable[[], Identity]
    clock: Callable[[], float] = time.monotonic
    held: Identity = field(default_factory=Identity)
    _due_at: float = float("-inf")

    def current(self) -> Identity:
        """Return the identity, read again if it is due. During an outage of the database it stays as it was."""
        now = self.clock()
        if now >= self._due_at:
            self._due_at = now + KEPT_S  # first: other threads go on with what is held
            try:
                self.held = self.read()
            except (DatabaseError, InterfaceError) as error:
                if not is_outage(error):
                    raise
                log_outage("site", error)
        return self.held

    def forget(self) -> None:
        """Read it anew when it is next needed."""
        self._due_at = float("-inf")

    def hold(self, identity: Identity, *, for_s: float = float("inf")) -> None:
        """Use ``identity`` for so long without reading."""
        self.held, self._due_at = identity, self.clock() + for_s


# The rows come with the models, which a server imports later than this.
source: Provided[Callable[[], Identity]] = Provided(Identity)
reader = Reader(lambda: source.part())


def identity() -> Identity:
    """Return the site's identity; on the event loop, which may not query, as this process last read it."""
    return held() if _on_event_loop() else reader.current()


def held() -> Identity:
    """Return the identity as this process last read it, without asking the database."""
    return reader.held


def _on_event_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
