"""Who uses how much space, for administrators."""
