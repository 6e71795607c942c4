"""Registers reactions with the payload of messages."""

from messaging.features import Feature, Part, parts
from messaging.reactions.queries import reactions_of

parts.add("reactions", Part(Feature.REACTIONS, reactions_of))
