"""What administrators see of the running site: status page, process status, statistics."""
