"""Notifications: Web Push and mail for people who are not looking."""
