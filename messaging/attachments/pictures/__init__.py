"""What becomes of a picture that is sent in a message (docs/decisions/pictures-in-messages.md)."""
