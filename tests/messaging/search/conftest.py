"""Searches in tests take the time they need: what ends them early is a test's own matter, not the machine's load."""

from tests.support.patience import patient_searches

__all__ = ["patient_searches"]
