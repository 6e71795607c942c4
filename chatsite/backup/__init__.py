"""Backups of a running installation: one checked file with the database and the uploads (docs/backup.md)."""
