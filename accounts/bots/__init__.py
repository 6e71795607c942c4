"""Bots: accounts that programs speak through. They are people in rooms, and can neither sign in nor administer."""
