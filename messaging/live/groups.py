"""The hub's groups: who receives what."""

EVERYONE = "everyone"
TOKENS = "tokens"  # connections made with an access token
ARRIVING = "arriving"  # connections that have not received who is online yet


def room(room_id: int) -> str:
    """Name the connections that joined a room."""
    return f"room:{room_id}"


def members(room_id: int) -> str:
    """Name the connections of a room's members, whether they joined it or not."""
    return f"members:{room_id}"


def blocking(user_id: int) -> str:
    """Name the connections of the people who have blocked a person."""
    return f"blocking:{user_id}"


def user(user_id: int) -> str:
    """Name a person's connections."""
    return f"user:{user_id}"
