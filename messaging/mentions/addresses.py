"""The mentions feature as the core of messaging knows it (:class:`messaging.addressing.Addressing`)."""

from messaging.mentions.counting import counts, counts_after, waiting
from messaging.mentions.naming import names_for, names_in
from messaging.mentions.services import seen_elsewhere
from messaging.mentions.storing import announce, change, store, withdraw

__all__ = [
    "announce",
    "change",
    "counts",
    "counts_after",
    "names_for",
    "names_in",
    "seen_elsewhere",
    "store",
    "waiting",
    "withdraw",
]
