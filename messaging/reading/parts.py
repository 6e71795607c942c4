"""Registers reading with what changes the counts of unread messages."""

from accounts.hooks import blocks_changed
from messaging.reading.services import recount_shared

blocks_changed.add("messaging", recount_shared)
