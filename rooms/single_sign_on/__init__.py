"""Rooms that people's groups at a provider of single sign-on open to them."""
