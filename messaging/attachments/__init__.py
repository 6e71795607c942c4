"""Files in messages: uploaded in pieces or whole, sent with a message, and served to the readers of its room."""
