"""Who is online, as far as lists of members show it; the live part says."""

from collections.abc import Callable
from dataclasses import dataclass


def _nobody(user_id: int) -> bool:
    return False


@dataclass(slots=True)
class _Source:
    is_online: Callable[[int], bool] = _nobody


_source = _Source()


def ask(source: Callable[[int], bool] = _nobody) -> None:
    """Ask ``source`` from now on; it is called from any thread. Without it nobody is online."""
    _source.is_online = source


def is_online(user_id: int) -> bool:
    """Tell whether the person is online."""
    return _source.is_online(user_id)
