"""Erasing, exporting and pruning accounts; consistency."""
