"""Registers pins with the payload of messages."""

from messaging.features import Feature, Part, parts
from messaging.pins.queries import pinned_at

parts.add("pinned_at", Part(Feature.PINS, pinned_at))
