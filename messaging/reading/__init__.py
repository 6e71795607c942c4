"""How far people have read: in one room, in all at once, and what waits for them."""
