"""Registers mentions with the payload of messages, and with what stores and counts messages."""

from messaging.addressing import addressing
from messaging.features import Feature, Part, parts
from messaging.mentions import addresses
from messaging.mentions.queries import mentions_of

parts.add("mentions", Part(Feature.MENTIONS, mentions_of))
addressing.provide(addresses)
