"""Invitations: links that lead a person, with an account or without one, into the site and a room of it."""
