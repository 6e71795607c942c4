"""Who is in a room: people added and taken out by others, and the notifications of those concerned."""
