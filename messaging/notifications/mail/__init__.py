"""Mail for what was missed: one message about everything unread that concerns a person, at most once an hour."""
