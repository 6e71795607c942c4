"""The wire contract of the sockets: every event's name and payload (docs/contract.md). Imports nothing of ours."""

from enum import StrEnum
from typing import Literal, NotRequired, TypedDict

RoleName = Literal["owner", "moderator", "member"]
Attention = Literal["everything", "mentions", "nothing"]
Writers = Literal["members", "moderators"]
ReportStatus = Literal["open", "claimed", "resolved", "dismissed"]


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
    MENTIONS_SEEN = "mentions_seen"
    BOOKMARK_CHANGED = "bookmark_changed"
    BLOCKS_CHANGED = "blocks_changed"
    SANCTIONED = "sanctioned"
    REPORT_UPDATED = "report_updated"
    SESSION_ENDED = "session_ended"
    ERROR_MESSAGE = "error_message"


class UserPayload(TypedDict):
    """What others see of a person."""

    id: int
    name: str
    avatar_url: str | None


class PreferencesPayload(TypedDict):
    """What I chose for all my devices: a language (none means as the browser asks), how hours are written, and
    whether others see when I was last here."""

    language: str
    clock: str
    shows_last_seen: bool
    sees_welcome: bool
    takes_direct_messages: bool


class MePayload(UserPayload):
    """What I see of myself."""

    email: str
    role: Literal["member", "admin"]
    date_joined: str
    must_verify_email: bool
    preferences: PreferencesPayload


class RoomPayload(TypedDict):
    """A room as everyone sees it; ``members`` are the people of a direct room, which has no name."""

    id: int
    name: str
    description: str
    is_active: bool
    visibility: str
    creator: UserPayload | None
    member_count: int
    version: int
    created_at: str
    closed_at: str | None
    slow_mode_s: int
    who_may_write: Writers
    members_may_invite: bool
    members: NotRequired[list[UserPayload]]


class ReplyPayload(TypedDict):
    """The message another one answers, as it was at ``version``."""

    id: int
    seq: int
    version: int
    author: UserPayload | None
    excerpt: str


class ForwardPayload(TypedDict):
    """Where the message that another one quotes was said; its receivers may not be allowed to read it there."""

    room_id: int
    seq: int
    author: UserPayload | None
    created_at: str


class ReactionPayload(TypedDict):
    """One emoji under a message: how many people use it, and the first hundred of them, in the order they did."""

    emoji: str
    count: int
    user_ids: list[int]


class MentionsPayload(TypedDict):
    """Whom a message mentions by name, and whether it calls everyone in the room."""

    mentions: list[UserPayload]
    mentions_room: bool


class MessagePayload(MentionsPayload):
    """A message as everyone sees it; a deleted one has no content.

    ``excerpt`` is there once the message has changed: how the replies to it quote it from now on.
    """

    id: int
    room_id: int
    seq: int
    version: int
    client_id: str | None
    author: UserPayload | None
    content: str
    html: str
    created_at: str
    edited_at: str | None
    deleted_at: str | None
    deleted_by: Literal["author", "moderator"] | None
    reply_to: ReplyPayload | None
    forward_of: ForwardPayload | None
    pinned_at: str | None
    reactions: list[ReactionPayload]
    attachments: list[object]
    excerpt: NotRequired[str]


class NamedRoomPayload(TypedDict):
    """A room by its name."""

    id: int
    name: str


class MentionPayload(TypedDict):
    """A message that addresses me: it mentions me, answers me, or calls everyone in the room."""

    id: int
    message: MessagePayload
    room: NamedRoomPayload
    kind: Literal["mention", "reply", "room"]
    read: bool


class BookmarkPayload(TypedDict):
    """A message that I keep."""

    id: int
    message: MessagePayload
    room: NamedRoomPayload
    note: str
    created_at: str


class BlockPayload(TypedDict):
    """A person whom I have blocked."""

    user: UserPayload
    created_at: str


class InvitationPayload(TypedDict):
    """An invitation; ``url`` and ``qr_svg``, which hold its token, are there only in the answer that makes it."""

    id: int
    url: str | None
    qr_svg: str | None
    room: NamedRoomPayload | None
    by: UserPayload
    created_at: str
    expires_at: str | None
    max_uses: int | None
    uses: int


class SanctionPayload(TypedDict):
    """What was done to me, or lifted; a permanent one ends in the year 9999, no time is no sanction that lasts."""

    id: int
    action: str
    reason: str
    until: str | None
    room: NamedRoomPayload | None
    seq: int | None
    created_at: str


class ReportPayload(TypedDict):
    """A report of mine; without ``seq`` it is about the person."""

    id: int
    person: UserPayload | None
    room_id: int | None
    seq: int | None
    reason: str
    note: str
    status: ReportStatus
    answer: str
    created_at: str
    settled_at: str | None


class MembershipPayload(TypedDict):
    """My own membership of a room; both times only while they are to come."""

    role: RoleName
    joined_at: str
    last_read_seq: int
    unread_count: int
    mention_count: int
    notify: Attention
    is_favourite: bool
    is_hidden: bool
    muted_until: str | None
    next_message_at: str | None


class AttentionPayload(TypedDict):
    """What I chose about a room."""

    room_id: int
    notify: Attention
    is_favourite: bool


class MyRoomPayload(RoomPayload):
    """A room as I see it."""

    membership: MembershipPayload | None
    last_message: MessagePayload | None


class MemberPayload(TypedDict):
    """A person in a room's list of members."""

    user: UserPayload
    role: RoleName
    joined_at: str
    online: bool
    last_seen_at: str | None


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
