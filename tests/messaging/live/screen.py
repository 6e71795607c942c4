"""What a client shows: fetched once, and from then on brought up to date by events alone, as docs/contract.md says."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from chatsite.contract.events import ServerEvent
from tests.support.callers import Caller
from tests.support.quotes import take_message

# What only those who opened a room are notified of.
INSIDE = {"version", "member_count"}


@dataclass
class Screen:
    """One person's view of their rooms; ``open_room`` is the one that their connection joined.

    Of a room that is not open it shows the newest message only, and no members.
    """

    since_room: int
    open_room: int | None
    signed_in: bool = True
    me: dict[str, Any] = field(default_factory=dict)
    online: set[int] = field(default_factory=set)
    rooms: dict[int, dict[str, Any]] = field(default_factory=dict)
    members: dict[int, dict[str, Any]] = field(default_factory=dict)
    messages: dict[int, dict[str, Any]] = field(default_factory=dict)
    sanctions: list[dict[str, Any]] = field(default_factory=list)
    reports: dict[int, dict[str, Any]] = field(default_factory=dict)
    inbox: dict[int, dict[str, Any]] = field(default_factory=dict)
    bookmarks: dict[int, dict[str, Any]] = field(default_factory=dict)
    blocks: dict[int, dict[str, Any]] = field(default_factory=dict)

    def fetch(self, caller: Caller) -> "Screen":
        """Ask for everything; rooms with an id below ``since_room`` are someone else's business."""
        answer = caller.get("/auth/me")
        self.signed_in = answer.is_success
        if not self.signed_in:
            return self
        self.me = answer.json()["user"]
        self.sanctions = caller.get("/auth/sanctions").json()["sanctions"]
        if self.open_room is None:
            entries = caller.get("/auth/mentions").json()["mentions"]
            kept = caller.get("/auth/bookmarks").json()["bookmarks"]
            self.bookmarks = {one["message"]["id"]: one for one in kept if one["room"]["id"] >= self.since_room}
            self.blocks = {one["user"]["id"]: one for one in caller.get("/auth/blocks").json()["blocks"]}
            self.inbox = {entry["id"]: entry for entry in entries if entry["room"]["id"] >= self.since_room}
        self.reports = {report["id"]: report for report in caller.get("/reports").json()["reports"]}
        listed = [room for query in ("limit=200", "closed=1") for room in caller.get(f"/rooms?{query}").json()["rooms"]]
        for room in listed:
            if room["id"] >= self.since_room:
                self.put_room(room)
                self.rooms[room["id"]]["seq"] = room["last_message"]["seq"] if room["last_message"] else 0
                self.rooms[room["id"]]["membership"] = room["membership"]
        if self.open_room in self.rooms:
            members = caller.get(f"/rooms/{self.open_room}/members").json()["members"]
            self.members = {one["user"]["id"]: {"user": one["user"], "role": one["role"]} for one in members}
            self.online = {one["user"]["id"] for one in members if one["online"]}
            page = caller.get(f"/rooms/{self.open_room}/messages?limit=100").json()
            self.messages = {message["seq"]: message for message in page["messages"]}
        return self

    def after(self, events: list[tuple[str, Any]]) -> "Screen":
        """Return what it shows once it has received ``events``."""
        screen = deepcopy(self)
        for name, payload in events:
            if name in REACTIONS:
                REACTIONS[ServerEvent(name)](screen, payload)
        screen.online &= screen.members.keys()
        return screen

    def put_room(self, room: dict[str, Any]) -> None:
        """Show a room as a broadcast tells of it: nothing personal, and the rest only inside."""
        hidden = {"membership"} if room["id"] == self.open_room else {"membership", *INSIDE}
        known = self.rooms.setdefault(room["id"], {"membership": None, "seq": 0, "last_message": None})
        known |= {name: value for name, value in room.items() if name not in hidden}

    def put_message(self, event: dict[str, Any]) -> None:
        """Show a new or changed message, and what follows from it for the room."""
        message, room = event["message"], self.rooms[event["room_id"]]
        known = self.messages.get(message["seq"])
        take_message(self.messages, message)
        room["version"], room["seq"] = message["version"], max(room["seq"], message["seq"])
        room["last_message"] = self.messages[room["seq"]]
        if room["membership"]:
            room["membership"]["unread_count"] = self.count_unread(room["membership"]["last_read_seq"])
            room["membership"]["mention_count"] += self.addresses_me(message) - self.addresses_me(known)

    def addresses_me(self, message: dict[str, Any] | None) -> bool:
        """Tell whether a message that counts as unread is a mention of me, an answer to me or a call of the room."""
        if message is None or message["deleted_at"] or message["author"]["id"] == self.me["id"]:
            return False
        answered = message["reply_to"] and message["reply_to"]["author"]["id"] == self.me["id"]
        mentioned = self.me["id"] in {user["id"] for user in message["mentions"]}
        return bool(message["mentions_room"] or mentioned or answered)

    def count_unread(self, pointer: int) -> int:
        """Count what others wrote after the pointer, less what was deleted."""
        return sum(
            message["seq"] > pointer and not message["deleted_at"] and message["author"]["id"] != self.me["id"]
            for message in self.messages.values()
        )

    def put_member(self, event: dict[str, Any]) -> None:
        """Show someone in the open room."""
        self.members[event["user"]["id"]] = {"user": event["user"], "role": event["role"]}
        self.count_members(event)

    def remove_member(self, event: dict[str, Any]) -> None:
        """Show someone no more."""
        self.members.pop(event["user"]["id"], None)
        self.count_members(event)

    def count_members(self, event: dict[str, Any]) -> None:
        """Take what a change of members tells of the room."""
        self.rooms[event["room_id"]] |= {"version": event["version"], "member_count": event["member_count"]}

    def set_membership(self, event: dict[str, Any]) -> None:
        """Take my own membership; a room that is gone has none."""
        if event["room_id"] in self.rooms:
            self.rooms[event["room_id"]]["membership"] = event["membership"]

    def remove_room(self, event: dict[str, Any]) -> None:
        """Show a room no more."""
        self.rooms.pop(event["room_id"], None)
        if event["room_id"] == self.open_room:
            self.members, self.messages, self.online = {}, {}, set()

    def set_reading(self, event: dict[str, Any]) -> None:
        """Take what the server counted as unread."""
        room = self.rooms[event["room_id"]]
        room["seq"] = event.get("seq", room["seq"])
        names = room["membership"].keys() & event.keys()
        room["membership"] |= {name: event[name] for name in names}

    def show_news(self, event: dict[str, Any]) -> None:
        """Show what a room that is not open tells of its messages."""
        if event["room_id"] not in self.rooms:  # someone else's business
            return
        self.put_room(event["room"])
        self.set_reading(event)
        self.rooms[event["room_id"]]["last_message"] = event["last_message"]

    def put_mention(self, event: dict[str, Any]) -> None:
        """Show an entry of the inbox, where it is open."""
        if self.open_room is None:
            self.inbox[event["mention"]["id"]] = event["mention"]

    def drop_mention(self, event: dict[str, Any]) -> None:
        """Show an entry of the inbox no longer."""
        self.inbox = {key: one for key, one in self.inbox.items() if one["message"]["id"] != event["message_id"]}

    def put_bookmark(self, event: dict[str, Any]) -> None:
        """Show what I keep, and no more what I do not."""
        self.bookmarks.pop(event["message_id"], None)
        if event["bookmark"] and self.open_room is None:
            self.bookmarks[event["message_id"]] = event["bookmark"]

    def put_block(self, event: dict[str, Any]) -> None:
        """Show whom I have blocked, and no longer whom I have not."""
        self.blocks.pop(event["user_id"], None)
        if event["block"] and self.open_room is None:
            self.blocks[event["user_id"]] = event["block"]

    def see_mentions(self, event: dict[str, Any]) -> None:
        """Show as read what was seen in rooms of others."""
        for entry in self.inbox.values():
            room = self.rooms.get(entry["room"]["id"])
            if room and room["membership"] is None and entry["id"] <= event["seen"]:
                entry["read"] = True

    def rename(self, event: dict[str, Any]) -> None:
        """Show someone under their new name wherever they are seen."""
        user = event["user"]
        if self.me.get("id") == user["id"]:
            self.me |= user
        for value in (self.rooms, self.members, self.messages):
            _replace_user(value, user)

    def take_sanction(self, event: dict[str, Any]) -> None:
        """Take what a moderator did to me."""
        sanction = event["sanction"]
        self.sanctions.insert(0, sanction)
        if sanction["action"] in {"muted", "unmuted"} and sanction["room"]:
            self.rooms[sanction["room"]["id"]]["membership"]["muted_until"] = sanction["until"]


def _replace_user(value: Any, user: dict[str, Any]) -> None:
    if isinstance(value, dict):
        if value.get("id") == user["id"] and value.keys() == user.keys():
            value |= user
        for part in value.values():
            _replace_user(part, user)


def _set_online(screen: Screen, users: list[dict[str, Any]]) -> None:
    screen.online = {user["id"] for user in users}


def _signed_out(screen: Screen, _event: Any) -> None:
    screen.__dict__ |= Screen(screen.since_room, screen.open_room, signed_in=False).__dict__


def _nothing(_screen: Screen, _event: Any) -> None:
    """What passes, and leaves no trace in anything that can be fetched."""


REACTIONS: dict[ServerEvent, Callable[[Screen, Any], object]] = {
    ServerEvent.READY: lambda screen, event: screen.me.update(event["user"]),
    ServerEvent.ONLINE_USERS: lambda screen, event: _set_online(screen, event["users"]),
    ServerEvent.USER_ONLINE: lambda screen, event: screen.online.add(event["user"]["id"]),
    ServerEvent.USER_OFFLINE: lambda screen, event: screen.online.discard(event["user_id"]),
    ServerEvent.USER_UPDATED: Screen.rename,
    ServerEvent.ME_UPDATED: lambda screen, event: screen.me.update(event["user"]),
    ServerEvent.NEW_MESSAGE: Screen.put_message,
    ServerEvent.MESSAGE_UPDATED: Screen.put_message,
    ServerEvent.TYPING: _nothing,
    ServerEvent.ROOM_CREATED: lambda screen, event: screen.put_room(event["room"]),
    ServerEvent.ROOM_UPDATED: lambda screen, event: screen.put_room(event["room"]),
    ServerEvent.MEMBER_JOINED: Screen.put_member,
    ServerEvent.MEMBER_LEFT: Screen.remove_member,
    ServerEvent.MEMBER_UPDATED: Screen.put_member,
    ServerEvent.MEMBERSHIP_CHANGED: Screen.set_membership,
    ServerEvent.ROOM_CLOSED: lambda screen, event: screen.put_room(event["room"]),
    ServerEvent.ROOM_DELETED: Screen.remove_room,
    ServerEvent.ROOM_ACTIVITY: Screen.show_news,
    ServerEvent.ROOM_READ: Screen.set_reading,
    ServerEvent.MENTIONED: Screen.put_mention,
    ServerEvent.MENTION_WITHDRAWN: Screen.drop_mention,
    ServerEvent.MENTIONS_SEEN: Screen.see_mentions,
    ServerEvent.BOOKMARK_CHANGED: Screen.put_bookmark,
    ServerEvent.BLOCKS_CHANGED: Screen.put_block,
    ServerEvent.SANCTIONED: Screen.take_sanction,
    ServerEvent.REPORT_UPDATED: lambda screen, event: screen.reports.update({event["report"]["id"]: event["report"]}),
    ServerEvent.SESSION_ENDED: _signed_out,
    ServerEvent.ERROR_MESSAGE: _nothing,
}
