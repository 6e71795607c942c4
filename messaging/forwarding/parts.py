"""Registers forwarded messages with the payload of messages."""

from messaging.features import Feature, Part, parts
from messaging.forwarding.queries import forwards

parts.add("forward_of", Part(Feature.FORWARDS, forwards))
