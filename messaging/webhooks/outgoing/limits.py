"""How often one person may change outgoing webhooks, and how many there may be."""

from typing import Final

from chatsite.limits.window import Limit

TEN_MINUTES_S = 600

CHANGES: Final = Limit("outgoing-webhooks", 60, TEN_MINUTES_S)
REDELIVERIES: Final = Limit("webhook-redeliveries", 60, TEN_MINUTES_S)

MAX_PER_ROOM: Final = 10
MAX_OF_ALL_ROOMS: Final = 10
