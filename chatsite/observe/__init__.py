"""Who watches: logs, metrics, statistics, queues."""
