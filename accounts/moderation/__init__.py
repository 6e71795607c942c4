"""Sanctions against people on the whole site, and the log of moderation."""
