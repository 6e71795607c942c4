"""Reactions: what people show by one emoji under a message."""
