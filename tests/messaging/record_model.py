"""What rooms and messages should do, in plain Python: no database, no framework. Each verb returns what becomes of it:

the error it is refused with, or the number of versions that it takes.
"""

from dataclasses import dataclass, field
from itertools import count

from chatsite.contract.errors import ChatError, Conflict, InvalidInput, NotAllowed, NotFound, RoomClosed

Outcome = type[ChatError] | int


@dataclass
class Said:
    """A message."""

    seq: int
    author: str
    content: str
    client_id: int
    reply_to: int | None
    deleted: bool = False
    removed_by_rank: int | None = None

    @property
    def shown(self) -> str:
        """What everyone sees."""
        return "" if self.deleted else self.content


@dataclass
class Member:
    """A person in a room."""

    role: str
    since: int
    read: int


@dataclass
class ModelRoom:
    """A room; ``world`` knows the other names and who is an administrator."""

    world: "World"
    name: str
    owner: str
    version: int = 2
    closed: bool = False
    deleted: bool = False
    private: bool = False
    for_announcements: bool = False
    members: dict[str, Member] = field(default_factory=dict)
    past: set[str] = field(default_factory=set)  # who was a member
    said: list[Said] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.members[self.owner] = Member("owner", next(self.world.clock), 0)

    @property
    def last_seq(self) -> int:
        """The position of the newest message."""
        return self.said[-1].seq if self.said else 0

    def role(self, person: str) -> str | None:
        """What ``person`` is here."""
        return self.members[person].role if person in self.members else None

    def manages(self, person: str) -> bool:
        """Whether ``person`` may close and delete."""
        return person in self.world.admins or self.role(person) == "owner"

    def moderates(self, person: str) -> bool:
        """Whether ``person`` may rename and remove."""
        return person in self.world.admins or self.role(person) in ("owner", "moderator")

    def rank(self, person: str) -> int:
        """How high ``person`` stands here."""
        if person in self.world.admins:
            return 3
        return ["member", "moderator", "owner"].index(self.role(person) or "member")

    def unread(self, person: str) -> int:
        """How many messages ``person`` has not read."""
        read = self.members[person].read
        return sum(said.seq > read and said.author != person and not said.deleted for said in self.said)

    def _taken(self, name: str) -> bool:
        return not self.private and self.world.is_taken(name, self)

    def hides_from(self, person: str) -> bool:
        """Whether there is no such room for ``person``."""
        return self.deleted or (self.private and person not in self.members)

    def may_write(self, person: str) -> bool:
        """Whether a member may write."""
        return not self.for_announcements or self.moderates(person)

    @property
    def active(self) -> bool:
        """Whether it can be written in."""
        return not self.closed and not self.deleted

    def _take(self, versions: int = 1) -> int:
        self.version += versions
        return versions

    def rename(self, by: str, name: str) -> Outcome:
        """Give it another name."""
        if self.hides_from(by):
            return NotFound
        if not self.moderates(by):
            return NotAllowed
        if self.closed:
            return RoomClosed
        if name == self.name:
            return 0
        if self._taken(name):
            return Conflict
        self.name = name
        return self._take()

    def close(self, by: str) -> Outcome:
        """Make it read-only."""
        if self.hides_from(by):
            return NotFound
        if not self.manages(by):
            return NotAllowed
        if self.closed:
            return 0
        self.closed = True
        return self._take()

    def reopen(self, by: str) -> Outcome:
        """Make it writable."""
        if self.hides_from(by):
            return NotFound
        if not self.manages(by):
            return NotAllowed
        if not self.closed:
            return 0
        if self._taken(self.name):
            return Conflict
        self.closed = False
        return self._take()

    def delete(self, by: str) -> Outcome:
        """Take it away."""
        if self.hides_from(by):
            return NotFound
        if not self.manages(by):
            return NotAllowed
        self.deleted = True
        return self._take()

    def join(self, by: str) -> Outcome:
        """Become a member."""
        if self.hides_from(by) and (self.deleted or by not in self.world.admins):
            return NotFound
        if by in self.members:
            return 0
        if self.closed:
            return RoomClosed
        return self._admit(by)

    def _admit(self, person: str) -> int:
        self.members[person] = Member("member", next(self.world.clock), self.last_seq)
        return self._take()

    def add(self, by: str, person: str) -> Outcome:
        """Make someone a member."""
        if self.hides_from(by):
            return NotFound
        if not self.moderates(by):
            return NotAllowed
        if self.closed:
            return RoomClosed
        return 0 if person in self.members else self._admit(person)

    def take_out(self, by: str, person: str) -> Outcome:
        """End someone's membership."""
        if self.hides_from(by):
            return NotFound
        if not self.moderates(by):
            return NotAllowed
        if person not in self.members and person not in self.past:
            return NotFound
        if self.rank(by) <= self.rank(person):
            return NotAllowed
        return self._part(person) if person in self.members else NotFound

    def show_to(self, by: str, visibility: str) -> Outcome:
        """Make it private or public."""
        private = visibility == "private"
        if refusal := self._unchangeable(by):
            return refusal
        if private == self.private:
            return 0
        if not self.manages(by):
            return NotAllowed
        if not private and self.world.is_taken(self.name, self):
            return Conflict
        self.private = private
        return self._take()

    def let_write(self, by: str, who: str) -> Outcome:
        """Make it a room for announcements, or not."""
        if refusal := self._unchangeable(by):
            return refusal
        if self.for_announcements == (who == "moderators"):
            return 0
        self.for_announcements = who == "moderators"
        return self._take()

    def _unchangeable(self, by: str) -> type[ChatError] | None:
        if self.hides_from(by):
            return NotFound
        if not self.moderates(by):
            return NotAllowed
        return RoomClosed if self.closed else None

    def leave(self, by: str) -> Outcome:
        """Be a member no more."""
        if self.hides_from(by):
            return NotFound
        return self._part(by) if by in self.members else 0

    def _part(self, person: str) -> int:
        self.past.add(person)
        left = self.members.pop(person)
        if left.role != "owner" or not self.members:
            return self._take()
        heir = min(self.members.values(), key=lambda member: (member.role != "moderator", member.since))
        heir.role = "owner"
        return self._take(2)

    def appoint(self, by: str, person: str, role: str) -> Outcome:
        """Give a member a role."""
        if self.hides_from(by):
            return NotFound
        if self.moderates(by) and self.role(person) == role:
            return 0  # who handed the room over and repeats it is a moderator by now
        if not self.manages(by):
            return NotAllowed
        if person not in self.members:
            return NotFound
        if self.role(person) == role:
            return 0
        if self.role(person) == "owner":
            return Conflict
        former = [member for member in self.members.values() if member.role == "owner"] if role == "owner" else []
        for member in former:
            member.role = "moderator"
        self.members[person].role = role
        return self._take(1 + len(former))

    def find(self, seq: int) -> Said | None:
        """The message at a position."""
        return next((said for said in self.said if said.seq == seq), None)

    def post(self, by: str, content: str, client_id: int, reply_to: int | None) -> Outcome | Said:
        """Say something; a retry is the message that it was."""
        if self.deleted:
            return NotFound
        for said in self.said:
            if (said.author, said.client_id) == (by, client_id):
                return said
        if by not in self.members:
            return NotFound if self.private else NotAllowed
        if self.closed:
            return RoomClosed
        if not self.may_write(by):
            return NotAllowed
        if reply_to is not None and not self.find(reply_to):
            return InvalidInput
        self._take()
        self.said.append(Said(self.version, by, content, client_id, reply_to))
        return 1

    def edit(self, by: str, seq: int, content: str) -> Outcome:
        """Say it differently."""
        said = None if self.hides_from(by) else self.find(seq)
        if said is None:
            return NotFound
        if by not in self.members or said.author != by:
            return NotAllowed
        if self.closed:
            return RoomClosed
        if not self.may_write(by):
            return NotAllowed
        if said.deleted:
            return Conflict
        if said.content == content:
            return 0
        said.content = content
        return self._take()

    def remove(self, by: str, seq: int) -> Outcome:
        """Leave a tombstone."""
        said = None if self.hides_from(by) else self.find(seq)
        if said is None:
            return NotFound
        if not (self.moderates(by) or (by in self.members and said.author == by)):
            return NotAllowed
        own = by in self.members and said.author == by
        if not own and self.rank(said.author) > self.rank(by):
            return NotAllowed
        deletes_anew = own and said.removed_by_rank is not None  # so that no moderator restores it
        outcome = self._show(by, said, deleted=True, again=deletes_anew)
        if outcome == 1:
            said.removed_by_rank = None if own else self.rank(by)
        return outcome

    def restore(self, by: str, seq: int) -> Outcome:
        """Show it again."""
        said = None if self.hides_from(by) else self.find(seq)
        if said is None:
            return NotFound
        if not self.moderates(by):
            return NotAllowed
        if said.deleted and (not self.closed or by in self.world.admins):
            if said.removed_by_rank is None:
                return Conflict
            if said.removed_by_rank > self.rank(by):
                return NotAllowed
        return self._show(by, said, deleted=False)

    def _show(self, by: str, said: Said, *, deleted: bool, again: bool = False) -> Outcome:
        if self.closed and by not in self.world.admins:
            return RoomClosed
        if said.deleted == deleted and not again:
            return 0
        said.deleted = deleted
        return self._take()

    def read(self, by: str, seq: int) -> Outcome:
        """Have read up to here."""
        if self.hides_from(by):
            return NotFound
        if by not in self.members:
            return NotAllowed
        member = self.members[by]
        member.read = max(member.read, min(seq, self.version))
        return 0

    def unread_from(self, by: str, seq: int) -> Outcome:
        """Have read nothing from here on."""
        if self.hides_from(by):
            return NotFound
        if by not in self.members:
            return NotAllowed
        self.members[by].read = min(seq - 1, self.version)
        return 0


@dataclass
class World:
    """All rooms."""

    admins: set[str]
    rooms: list[ModelRoom] = field(default_factory=list)
    clock: count = field(default_factory=lambda: count(1))

    def is_taken(self, name: str, by_other_than: ModelRoom | None = None) -> bool:
        """Whether an active public room has that name."""
        others = [room for room in self.rooms if room is not by_other_than and room.active and not room.private]
        return any(room.name.lower() == name.lower() for room in others)

    def create(self, by: str, name: str, visibility: str) -> ModelRoom | type[Conflict]:
        """A new room."""
        if visibility == "public" and self.is_taken(name):
            return Conflict
        self.rooms.append(ModelRoom(self, name, by, private=visibility == "private"))
        return self.rooms[-1]
