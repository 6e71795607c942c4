"""Sanctions inside one room."""
