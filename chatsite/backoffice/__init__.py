"""What the admins of all apps share."""
