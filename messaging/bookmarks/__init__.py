"""Bookmarks: messages that a person keeps for themselves."""
