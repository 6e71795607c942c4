"""Who watches: logs, metrics, statistics."""
