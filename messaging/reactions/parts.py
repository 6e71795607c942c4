"""Registers reactions with the payload of messages."""

from messaging.features import Feature, Part, parts
from messaging.reactions.models import Reaction
from messaging.reactions.queries import reactions_of

parts.add("reactions", Part(Feature.REACTIONS, Reaction, reactions_of))
