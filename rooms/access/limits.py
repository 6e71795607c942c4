"""How often one person may add others to rooms (docs/moderation.md, "Rates")."""

from chatsite.limits.window import Limit
from rooms.limits import TEN_MINUTES_S

ADDITIONS = Limit("room-additions", 20, TEN_MINUTES_S)  # of up to 50 people each
