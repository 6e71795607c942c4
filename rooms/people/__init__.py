"""People: finding them by any part of their name, those of shared rooms first."""
