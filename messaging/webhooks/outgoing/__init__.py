"""Outgoing webhooks: a room's events are posted to an address that its owner named."""
