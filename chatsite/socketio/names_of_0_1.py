"""Names of the hub's API in 0.1, which stay until 0.3 (docs/socketio.md)."""

import warnings
from abc import abstractmethod
from collections.abc import Callable


class HubNames:
    """The former names of what :class:`chatsite.socketio.Hub` has; each use warns."""

    @property
    @abstractmethod
    def is_connected(self) -> bool:
        """Whether the other processes can be reached."""

    @abstractmethod
    def on_reconnected(self, callback: Callable[[], None]) -> None:
        """Call ``callback`` whenever the other processes can be reached again."""

    @property
    def is_line_up(self) -> bool:
        """The former name of ``is_connected``."""
        _warn("is_line_up", "is_connected")
        return self.is_connected

    def on_line_restored(self, callback: Callable[[], None]) -> None:
        """Do what ``on_reconnected`` does, which it was called before."""
        _warn("on_line_restored", "on_reconnected")
        self.on_reconnected(callback)


def _warn(old: str, new: str) -> None:
    warnings.warn(f"Hub.{old} is called {new} now; 0.3 removes the old name.", DeprecationWarning, stacklevel=3)
