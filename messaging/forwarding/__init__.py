"""Forwarding: a message quoted in another room, with the place where it was said."""
