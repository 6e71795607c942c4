"""What the endpoints answer (docs/contract.md). Imports nothing of ours but the shapes of the events."""

from typing import TypedDict

from chatsite.contract.payloads import (
    AttachmentPayload,
    BlockPayload,
    BookmarkPayload,
    FoundPayload,
    InvitationPayload,
    MemberPayload,
    MembershipPayload,
    MentionPayload,
    MessagePayload,
    MyRoomPayload,
    NamedRoomPayload,
    ReportPayload,
    RoomPayload,
    SanctionPayload,
    UnderstoodPayload,
    UserPayload,
)


class PersonAnswer(TypedDict):
    """A person's card: the rooms that we share, and whether I may message them and have blocked them."""

    user: UserPayload
    shared_rooms: list[NamedRoomPayload]
    has_more_rooms: bool
    online: bool
    last_seen_at: str | None
    may_message: bool
    is_blocked: bool


class PeopleAnswer(TypedDict):
    """People found by name; ``in_room`` has the ids of the members of the room in the request."""

    users: list[UserPayload]
    in_room: list[int]
    has_more: bool


class BlockAnswer(TypedDict):
    """A person whom I have blocked."""

    block: BlockPayload


class BlocksAnswer(TypedDict):
    """The people whom I have blocked, newest first."""

    blocks: list[BlockPayload]


class SanctionAnswer(TypedDict):
    """What was done to a person."""

    sanction: SanctionPayload


class SanctionsAnswer(TypedDict):
    """What was done to me, newest first; ``seen`` is the newest that I have read."""

    sanctions: list[SanctionPayload]
    seen: int


class RoomSanctionPayload(TypedDict):
    """Someone who may not write in a room, or not come in."""

    user: UserPayload
    muted_until: str | None
    banned_until: str | None


class RoomSanctionsAnswer(TypedDict):
    """The people sanctioned in a room now."""

    sanctions: list[RoomSanctionPayload]


class RoomAnswer(TypedDict):
    """A room as everyone sees it."""

    room: RoomPayload


class MyRoomAnswer(TypedDict):
    """A room as I see it."""

    room: MyRoomPayload


class RoomsAnswer(TypedDict):
    """A page of rooms."""

    rooms: list[MyRoomPayload]
    has_more: bool


class MembershipAnswer(TypedDict):
    """My own membership."""

    membership: MembershipPayload


class MemberAnswer(TypedDict):
    """A member."""

    member: MemberPayload


class AddedMembersAnswer(TypedDict):
    """The people that were asked for, members now."""

    members: list[MemberPayload]


class MembersAnswer(TypedDict):
    """A page of members."""

    members: list[MemberPayload]
    has_more: bool


class MessageAnswer(TypedDict):
    """A message."""

    message: MessagePayload


class EarlierTextPayload(TypedDict):
    """What a message said from ``written_at`` until it was edited."""

    id: int
    content: str
    written_at: str


class AttachmentAnswer(TypedDict):
    """A file."""

    attachment: AttachmentPayload


class HistoryAnswer(TypedDict):
    """The earlier texts of a message, newest first, and whom they mention."""

    texts: list[EarlierTextPayload]
    mentions: list[UserPayload]
    has_more: bool


class PinsAnswer(TypedDict):
    """A room's pinned messages; ``has_more`` says that they did not fit into one answer."""

    messages: list[MessagePayload]
    has_more: bool


class ReactorsPayload(TypedDict):
    """People who reacted one after the other with the same emoji."""

    emoji: str
    users: list[UserPayload]


class ReactionsAnswer(TypedDict):
    """Who reacted to a message; ``last_id`` is what ``after`` takes for the next page."""

    reactions: list[ReactorsPayload]
    has_more: bool
    last_id: int


class PostedAnswer(MessageAnswer):
    """A message that was written, now or by an earlier try."""

    duplicate: bool


class PageAnswer(TypedDict):
    """Part of a conversation, oldest first."""

    messages: list[MessagePayload]
    has_more_before: bool
    has_more_after: bool
    version: int


class ChangesAnswer(TypedDict):
    """What changed in a room, in the order of versions."""

    messages: list[MessagePayload]
    room: RoomPayload
    members_changed: bool
    version: int
    complete: bool


class ReadAnswer(TypedDict):
    """How far the caller has read."""

    last_read_seq: int
    unread_count: int
    mention_count: int


class UnreadRoomPayload(TypedDict):
    """A room with unread messages: the first three of these, and since when they wait."""

    room: MyRoomPayload
    since: str
    messages: list[MessagePayload]


class UnreadRoomsAnswer(TypedDict):
    """The rooms with unread messages, the longest waiting first."""

    rooms: list[UnreadRoomPayload]
    complete: bool


class ReadAllAnswer(TypedDict):
    """Where the caller was in each room: ``{room id: last_read_seq}``."""

    rooms: dict[str, int]
    complete: bool


class MentionsAnswer(TypedDict):
    """Messages that address me; ``last_id`` is what ``before`` takes for the next page."""

    mentions: list[MentionPayload]
    has_more: bool
    last_id: int


class BookmarkAnswer(TypedDict):
    """A message that I keep."""

    bookmark: BookmarkPayload


class BookmarksAnswer(TypedDict):
    """Messages that I keep; ``last_id`` is what ``before`` takes for the next page."""

    bookmarks: list[BookmarkPayload]
    has_more: bool
    last_id: int


class FoundAnswer(TypedDict):
    """Messages that were searched for, newest first; ``before`` is what ``before`` takes to go on.

    ``searched_back_to`` is set when the time for one search ended before the page was full.
    """

    results: list[FoundPayload]
    has_more: bool
    before: int | None
    searched_back_to: str | None
    understood: list[UnderstoodPayload]
    is_complete: bool
    took_ms: int


class InvitationAnswer(TypedDict):
    """A new invitation, with its link."""

    invitation: InvitationPayload


class InvitationsAnswer(TypedDict):
    """Working invitations, newest first."""

    invitations: list[InvitationPayload]
    has_more: bool


class AcceptedAnswer(TypedDict):
    """The room that I joined; nothing if the invitation was to the site alone."""

    room: MyRoomPayload | None


class ReportAnswer(TypedDict):
    """A report of mine."""

    report: ReportPayload


class ReportsAnswer(TypedDict):
    """My reports, newest first."""

    reports: list[ReportPayload]


class FeedbackPayload(TypedDict):
    """A feedback that was stored."""

    id: int
    created_at: str


class FeedbackAnswer(TypedDict):
    """A feedback that was stored."""

    feedback: FeedbackPayload
