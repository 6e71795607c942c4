"""Erasing, exporting, purging, rendering again; consistency; the first room."""
