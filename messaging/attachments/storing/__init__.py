"""Storing files, the same bytes once, and removing those that are no longer used."""
