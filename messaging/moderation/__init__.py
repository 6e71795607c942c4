"""Reports, and the removal of many messages at once."""
