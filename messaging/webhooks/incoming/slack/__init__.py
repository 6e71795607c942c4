"""Messages in Slack's format as Markdown of ours: text in, text out."""
