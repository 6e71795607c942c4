"""What clients receive of people, rooms and messages, in answers and in events (docs/contract.md)."""

from typing import Literal, NotRequired, TypedDict

RoleName = Literal["owner", "moderator", "member"]
Attention = Literal["everything", "mentions", "nothing"]
Writers = Literal["members", "moderators"]
ReportStatus = Literal["open", "claimed", "resolved", "dismissed"]


class UserPayload(TypedDict):
    """What others see of a person, or of a bot, which alone says that it is one."""

    id: int
    name: str
    avatar_url: str | None
    is_bot: NotRequired[bool]


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


class PreviewPayload(TypedDict):
    """A smaller picture of an attachment."""

    url: str
    width: int
    height: int
    is_animated: bool


class AttachmentPayload(TypedDict):
    """A file of a message, for its readers, or before it is sent for the person who uploaded it."""

    id: str
    name: str
    size: int
    type: str
    kind: Literal["image", "video", "audio", "file"]
    url: str
    width: int | None
    height: int | None
    previews: list[PreviewPayload]
    blurhash: str | None
    duration_s: float | None
    waveform: list[int] | None
    removed: list[str]
    alt: str


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
    attachments: list[AttachmentPayload]
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


class FoundRoomPayload(NamedRoomPayload):
    """The room of a hit; ``members`` are the people of a direct room, which has no name."""

    members: NotRequired[list[UserPayload]]


class FoundPayload(TypedDict):
    """A message that was searched for, and the part of its text around the first hit, with hits in ``<mark>``."""

    message: MessagePayload
    room: FoundRoomPayload
    excerpt_html: str


class UnderstoodPayload(TypedDict):
    """How a term of a search was understood; ``user`` or ``room`` if it names exactly one."""

    kind: Literal["word", "phrase", "without", "from", "in", "before", "after", "on", "has", "mentions"]
    text: str
    user: NotRequired[UserPayload]
    room: NotRequired[FoundRoomPayload]


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
