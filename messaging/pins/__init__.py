"""Pins: messages that a room keeps at hand."""
