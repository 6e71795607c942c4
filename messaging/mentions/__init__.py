"""Mentions: whom a message addresses by name, by calling the room, or by answering them."""
