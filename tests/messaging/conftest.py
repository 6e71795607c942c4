"""What these tests share: a room with people in it, and what is announced."""

from tests.support.announcements import announced_by
from tests.support.conversation import admin, room, signed_in

__all__ = ["admin", "announced_by", "room", "signed_in"]
