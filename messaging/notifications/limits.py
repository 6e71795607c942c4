"""How often one person may change how they are notified."""

from typing import Final

from chatsite.limits.window import Limit

TEN_MINUTES_S = 600

CHOICES: Final = Limit("notification-settings", 60, TEN_MINUTES_S)
DEVICES: Final = Limit("push-devices", 60, TEN_MINUTES_S)
TESTS: Final = Limit("push-tests", 10, TEN_MINUTES_S)
UNSUBSCRIBING: Final = Limit("unsubscribing", 30, TEN_MINUTES_S)
