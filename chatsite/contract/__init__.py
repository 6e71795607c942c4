"""What clients rely on: events, answers, errors. It imports nothing else of ours."""
