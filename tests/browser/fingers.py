"""Touches that come through the browser itself."""

from playwright.sync_api import CDPSession, Locator

from tests.browser.person import Person


class Finger:
    """A finger on the screen."""

    def __init__(self, session: CDPSession):
        self._session = session

    def down(self, x: float, y: float) -> None:
        """Touch the screen."""
        self._send("touchStart", [{"x": x, "y": y}])

    def move(self, x: float, y: float) -> None:
        """Slide on it."""
        self._send("touchMove", [{"x": x, "y": y}])

    def up(self) -> None:
        """Let go."""
        self._send("touchEnd", [])

    def _send(self, kind: str, points: list[dict[str, float]]) -> None:
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def finger_of(person: Person) -> Finger:
    """Return a finger of someone who has a phone, once the page has the code of gestures; it goes with the page."""
    person.page.wait_for_load_state("networkidle")
    return Finger(person.context.new_cdp_session(person.page))


def centre(place: Locator) -> tuple[float, float]:
    """Return where a text begins, or the middle of something narrow."""
    box = place.bounding_box()
    assert box
    return box["x"] + min(20, box["width"] / 2), box["y"] + box["height"] / 2
