"""Who may act besides a person."""

from enum import Enum
from typing import Final, Literal


class System(Enum):
    """The site itself, in commands and jobs: it may do everything. Its only value is :data:`SYSTEM`."""

    SYSTEM = "system"

    @property
    def is_admin(self) -> Literal[True]:
        """Return that it has an administrator's rights, and no limits."""
        return True


SYSTEM: Final = System.SYSTEM
