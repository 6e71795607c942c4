"""Views of pages that take files: the server accepts larger bodies for them (chatsite.web.wsgi_bridge)."""

from collections.abc import Callable
from typing import TypeVar

View = TypeVar("View", bound=Callable[..., object])


def takes_files(view: View) -> View:
    """Let a page's form send a file; wrappers that copy the view's attributes keep this."""
    view.takes_files = lambda method: method == "POST"  # type: ignore[attr-defined]
    return view
