"""The wire contract of the sockets: every event's name, and what it carries (docs/contract.md)."""

from enum import StrEnum
from typing import NotRequired, TypedDict

from chatsite.contract.payloads import (
    BlockPayload,
    BookmarkPayload,
    MembershipPayload,
    MentionPayload,
    MePayload,
    MessagePayload,
    MyRoomPayload,
    ReportPayload,
    RoleName,
    RoomPayload,
    SanctionPayload,
    UserPayload,
)


class ClientEvent(StrEnum):
    """What a client may send."""

    JOIN_ROOM = "join_room"
    LEAVE_ROOM = "leave_room"
    SEND_MESSAGE = "send_message"
    TYPING = "typing"
    EDIT_MESSAGE = "edit_message"
    DELETE_MESSAGE = "delete_message"
    MARK_READ = "mark_read"
    REACT = "react"
    OPEN_DIRECT = "open_direct"
    SYNC = "sync"
    CREATE_ROOM = "create_room"


class ServerEvent(StrEnum):
    """What the server may send."""

    READY = "ready"
    ONLINE_USERS = "online_users"
    USER_ONLINE = "user_online"
    USER_OFFLINE = "user_offline"
    USER_UPDATED = "user_updated"
    ME_UPDATED = "me_updated"
    NEW_MESSAGE = "new_message"
    MESSAGE_UPDATED = "message_updated"
    TYPING = "typing"
    ROOM_CREATED = "room_created"
    ROOM_UPDATED = "room_updated"
    MEMBER_JOINED = "member_joined"
    MEMBER_LEFT = "member_left"
    MEMBER_UPDATED = "member_updated"
    MEMBERSHIP_CHANGED = "membership_changed"
    ROOM_CLOSED = "room_closed"
    ROOM_DELETED = "room_deleted"
    ROOM_ACTIVITY = "room_activity"
    ROOM_READ = "room_read"
    MENTIONED = "mentioned"
    MENTION_WITHDRAWN = "mention_withdrawn"
    MENTIONS_SEEN = "mentions_seen"
    BOOKMARK_CHANGED = "bookmark_changed"
    BLOCKS_CHANGED = "blocks_changed"
    SANCTIONED = "sanctioned"
    REPORT_UPDATED = "report_updated"
    SESSION_ENDED = "session_ended"
    ERROR_MESSAGE = "error_message"


class Ready(TypedDict):
    """``ready``: the first event of a connection."""

    user: MePayload
    server_time: str
    heartbeat: dict[str, int]
    presence_grace_s: float


class OnlineUsers(TypedDict):
    """``online_users``: everyone who is online."""

    users: list[UserPayload]


class UserOnline(TypedDict):
    """``user_online``, and ``user_updated`` for a new name or picture."""

    user: UserPayload


class MeUpdated(TypedDict):
    """``me_updated``: my address or preferences are others, on whichever device."""

    user: MePayload


class UserOffline(TypedDict):
    """``user_offline``."""

    user_id: int


class MessageChanged(TypedDict):
    """``new_message`` and ``message_updated``: ``message.version`` is the room's version after it."""

    room_id: int
    prev_version: int
    message: MessagePayload


class Typing(TypedDict):
    """``typing``: receivers forget it after six seconds."""

    room_id: int
    user: UserPayload
    is_typing: bool


class RoomChanged(TypedDict):
    """``room_created`` and ``room_updated``: ``room.version`` is the room's version after it."""

    room: RoomPayload
    prev_version: NotRequired[int]


class MemberChanged(TypedDict):
    """``member_joined``, ``member_left`` and ``member_updated`` (another role); ``member_count`` is the present one."""

    room_id: int
    prev_version: int
    version: int
    user: UserPayload
    role: RoleName
    member_count: int


class MembershipChanged(TypedDict):
    """``membership_changed``: I joined a room, left it (``None``), got another role or chose notifications.

    It is sent to all of my connections, whichever device it was done on. ``room`` is there once I joined or was added,
    and for a direct room, which a client may see for the first time.
    """

    room_id: int
    membership: MembershipPayload | None
    room: NotRequired[MyRoomPayload]


class RoomClosedEvent(TypedDict):
    """``room_closed``: ``room`` is the room as it was closed."""

    room_id: int
    version: int
    room: RoomPayload
    prev_version: NotRequired[int]


class RoomDeleted(TypedDict):
    """``room_deleted``."""

    room_id: int


class RoomActivity(TypedDict):
    """``room_activity``: messages of a room this connection has not joined were written, edited, deleted or restored.

    It says all that a list of rooms shows; ``seq`` is that of the newest message.
    """

    room_id: int
    seq: int
    unread_count: int
    mention_count: int
    room: RoomPayload
    last_message: MessagePayload | None


class RoomRead(TypedDict):
    """``room_read``: the same person read up to here elsewhere, or marked what follows as unread."""

    room_id: int
    last_read_seq: int
    unread_count: int
    mention_count: int
    marked_unread: bool


class Mentioned(TypedDict):
    """``mentioned``: a message or an edit names me or answers me."""

    mention: MentionPayload


class BookmarkChanged(TypedDict):
    """``bookmark_changed``: I keep a message, or no longer (``None``), on whichever device."""

    message_id: int
    bookmark: BookmarkPayload | None


class BlocksChanged(TypedDict):
    """``blocks_changed``: I have blocked a person, or no longer (``None``), on whichever device."""

    user_id: int
    block: BlockPayload | None


class MentionWithdrawn(TypedDict):
    """``mention_withdrawn``: a message that addressed me was deleted, or an edit took my name out of it."""

    message_id: int


class MentionsSeen(TypedDict):
    """``mentions_seen``: I have seen, on whichever device, what addresses me in rooms of others up to this mention."""

    seen: int


class Sanctioned(TypedDict):
    """``sanctioned``: a moderator or administrator did something to me, or lifted it."""

    sanction: SanctionPayload


class ReportUpdated(TypedDict):
    """``report_updated``: someone looks into a report of mine, or has settled it."""

    report: ReportPayload


class SessionEnded(TypedDict):
    """``session_ended``: the server is about to cut this connection."""

    reason: str
