"""Webhooks: programs post messages to a room by an address of its own."""
