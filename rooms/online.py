"""Who is online, as far as lists of members show it; the live engine provides it."""

from collections.abc import Callable

from chatsite.registry import Provided


def _none_online(_user_id: int) -> bool:
    return False


# Called from any thread. Without the live engine everyone is offline.
presence: Provided[Callable[[int], bool]] = Provided(_none_online)


def is_online(user_id: int) -> bool:
    """Tell whether the person is online."""
    return presence.part(user_id)
