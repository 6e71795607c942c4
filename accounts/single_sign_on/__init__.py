"""Signing in by OpenID Connect, with the account that a team has already (docs/single-sign-on.md)."""
