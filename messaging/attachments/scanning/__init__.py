"""Asking a virus scanner about files (docs/settings.md, "UPLOAD_SCANNER")."""
