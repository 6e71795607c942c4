"""Signing in and staying in: passwords, sessions, links, the second factor, devices, limits."""
