"""Rate limits: token buckets, fixed windows, and the subjects they count."""
