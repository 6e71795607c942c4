"""Blocking people: they can't write to me directly, and nothing that they write notifies me."""
