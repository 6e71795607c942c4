"""Incoming webhooks: addresses by which programs post messages to a room."""
