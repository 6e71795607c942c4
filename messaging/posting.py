"""Writing messages: the one way, for one as for many."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import reduce
from operator import attrgetter, or_
from uuid import UUID

from django.db import DatabaseError, connection
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.restrictions import require_not_banned
from chatsite.contract.errors import ChatError, InvalidInput, NotAllowed, NotFound, RoomClosed, Unavailable
from chatsite.contract.payloads import MessagePayload
from chatsite.db.bulk import insert_returning_ids, insert_rows
from chatsite.db.outages import is_outage
from chatsite.db.prepared import Prepared
from chatsite.db.transactions import in_repeatable_transaction, in_transaction
from chatsite.observe import metrics
from messaging import broadcasts, markup
from messaging.addressing import Text, Written, addressing, names_for
from messaging.direct_rooms import DirectRooms
from messaging.features import Feature, Hanging, attaching, texts
from messaging.forms import CleanContent
from messaging.markup.mentions import Names
from messaging.models import Message
from messaging.payloads import message_payload
from rooms.models import Membership, Room, RoomCounter
from rooms.policies import require_patience, require_pen, require_voice

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to be written; ``reply_to`` is the ``seq`` of the one it answers.

    The same ``client_id`` from the same author in the same room is the same message, at any time. Without an author it
    is a system message, which no entry point accepts. ``exempt`` says that the room's moderators or the operator set up
    the program that writes it, which neither slow mode nor a room for announcements holds back. ``by_token`` says that
    a program writes it with an access token of the author, and so without an administrator's rights.
    """

    author_id: int | None
    room_id: int
    content: CleanContent
    client_id: UUID | None = None
    reply_to: int | None = None
    attachment_ids: Sequence[UUID] = ()
    hanging: Hanging | None = None
    exempt: bool = False
    by_token: bool = False

    @property
    def hung(self) -> Hanging | None:
        """Return what hangs on the message from the start."""
        return attaching.part(self.attachment_ids) if self.attachment_ids else self.hanging

    @property
    def key(self) -> tuple[int, int | None, UUID | None]:
        """Return what makes a retry recognisable."""
        return self.room_id, self.author_id, self.client_id


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """The draft is a message now."""

    message: MessagePayload


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The draft was a message already."""

    message: MessagePayload


@dataclass(frozen=True, slots=True)
class Refused:
    """The draft is no message, and why."""

    error: ChatError


Result = StoredMessage | Duplicate | Refused


def post_messages(drafts: Sequence[Draft]) -> list[Result]:
    """Write ``drafts`` in one transaction and announce them together; return what became of each, in their order.

    A draft that can't be written is refused and does not touch the others.

    Raises:
        Unavailable: the database can't be written now; nothing was.
    """
    if not drafts:
        return []
    results = _store_or_isolate(_render(drafts))
    metrics.MESSAGES.inc(sum(isinstance(result, StoredMessage) for result in results))
    return results


@dataclass(frozen=True, slots=True)
class _Rendered:
    """A draft with its HTML and whom it mentions, made before the transaction, so that no lock waits for it."""

    draft: Draft
    html: str
    names: Names | None


def _render(drafts: Sequence[Draft]) -> list[_Rendered]:
    named = names_for([Text(draft.room_id, draft.author_id, draft.content, draft.by_token) for draft in drafts])
    return [
        _Rendered(draft, markup.render(draft.content, names), names) for draft, names in zip(drafts, named, strict=True)
    ]


def _store_or_isolate(items: Sequence[_Rendered]) -> list[Result]:
    """Store ``items`` together, or each alone when the database chokes on one of them.

    Retries are rare, so the first attempt does not look for them: the unique index finds one written twice.
    """
    if not connection.in_atomic_block:
        with suppress(DatabaseError):
            return _store(items, may_be_retries=False)
    try:
        return _store(items)
    except DatabaseError as error:
        if len(items) == 1 or connection.in_atomic_block or is_outage(error):
            raise
        log.exception("could not store %s messages together, trying each alone", len(items))
    return [_store_alone(item) for item in items]


def _store_alone(item: _Rendered) -> Result:
    try:
        return _store([item])[0]
    except DatabaseError:
        log.exception("could not store a message of user %s in room %s", item.draft.author_id, item.draft.room_id)
        return Refused(Unavailable())


def _store(items: Sequence[_Rendered], *, may_be_retries: bool = True) -> list[Result]:
    """Store ``items`` in one transaction; what has no ``client_id`` is recognised by the transaction's mark."""
    store = _store_recognisable if all(item.draft.client_id for item in items) else _store_once
    return store(items, may_be_retries)


def _write(items: Sequence[_Rendered], may_be_retries: bool) -> list[Result]:  # noqa: FBT001 - named by its callers
    batch = _Batch([item.draft for item in items], may_be_retries=may_be_retries)
    verdicts = [batch.judge(item) for item in items]
    payloads = batch.write()
    return [verdict if isinstance(verdict, Refused) else _result(verdict, payloads) for verdict in verdicts]


_store_once = in_transaction(_write)
_store_recognisable = in_repeatable_transaction(_write)


@dataclass(frozen=True, slots=True)
class _Accepted:
    """The message that a draft became or was."""

    message: Message
    kind: type[StoredMessage] | type[Duplicate]


def _result(accepted: _Accepted, payloads: Mapping[int, MessagePayload]) -> Result:
    """Return what is answered: of a message of this batch the payload that is announced too, made once."""
    message = accepted.message
    return accepted.kind(payloads.get(message.pk) or message_payload(message))


class _Batch:
    """One transaction's drafts, judged against what the locked rooms hold; five queries and one for each room.

    Under slow mode one more, with direct rooms two.
    """

    def __init__(self, drafts: Sequence[Draft], *, may_be_retries: bool):
        self.counters = RoomCounter.objects.lock_all({draft.room_id for draft in drafts})
        self.now = timezone.now()
        self.members = _members(drafts)
        self.rooms = _rooms(drafts, self.members.values())
        self.direct = DirectRooms(self.rooms.values(), self.counters)
        self.drafts = drafts
        self.knows_retries = may_be_retries
        self.known = _already_written(drafts) if may_be_retries else {}
        self.targets = _reply_targets(drafts)
        self.new: list[Message] = []
        self.addressed: list[Written] = []
        self.hanging: list[tuple[Message, Hanging]] = []
        self.slowed: list[Membership] = []

    def judge(self, item: _Rendered) -> _Accepted | Refused:
        """Accept a draft as a new or a known message, or refuse it."""
        draft = item.draft
        try:
            room = self._room(draft)
            if draft.client_id and draft.key in self.known:
                return _Accepted(self._retried(draft, room), Duplicate)
            self._check(draft, room)
        except ChatError as error:
            return self.judge(item) if self._missed(draft) else Refused(error)
        message = self._new_message(item, room)
        self.known[draft.key] = message
        return _Accepted(message, StoredMessage)

    def _retried(self, draft: Draft, room: Room) -> Message:
        """Return the message that a draft was; who left a room that is not public sees nothing newer on it."""
        message = self.known[draft.key]
        if not room.is_public and (draft.room_id, draft.author_id) not in self.members:
            message.shown_parts, message.reply_to = {}, None
        return message

    def _missed(self, draft: Draft) -> bool:
        """Look for retries after all: what was written before its room closed or its author left stays written."""
        if draft.client_id is None or self.knows_retries:
            return False
        self.knows_retries = True
        self.known = _already_written(self.drafts) | self.known
        return draft.key in self.known

    def _room(self, draft: Draft) -> Room:
        room = self.rooms.get(draft.room_id)
        if room is None or room.deleted_at:
            raise NotFound
        return room

    def _check(self, draft: Draft, room: Room) -> None:
        member = self.members.get((draft.room_id, draft.author_id))
        if member is None and draft.author_id is not None:
            raise NotAllowed(_("Join the room first.")) if room.is_public else NotFound
        if member is not None and not member.user.is_active:
            raise NotAllowed
        if room.closed_at:
            raise RoomClosed
        if member is not None:
            member.user.acts_by_token = draft.by_token
            require_not_banned(member.user)
            require_voice(member)
            self.direct.require_may_write(room, member.user)
            if not draft.exempt:
                require_pen(member, room.who_may_write)
                require_patience(member, room.slow_mode_s)
        if draft.reply_to is not None and (draft.room_id, draft.reply_to) not in self.targets:
            raise InvalidInput(fields={"reply_to": [_("That message isn't in this room.")]})
        if hanging := draft.hung:
            hanging.require(draft.room_id, draft.author_id, [one for _message, one in self.hanging])

    def _new_message(self, item: _Rendered, room: Room) -> Message:
        draft, counter = item.draft, self.counters[item.draft.room_id]
        member = self.members.get((draft.room_id, draft.author_id))
        counter.version += 1
        counter.last_message_seq = counter.version
        message = Message(
            room_id=draft.room_id,
            seq=counter.version,
            version=counter.version,
            author=member.user if member else None,
            client_id=draft.client_id,
            content=draft.content,
            html=item.html,
            render_version=markup.RENDER_VERSION,
            reply_to=self.targets[draft.room_id, draft.reply_to] if draft.reply_to is not None else None,
            created_at=self.now,
            features=_features(item),
        )
        self.new.append(message)
        if message.reply_to_id or message.features & Feature.MENTIONS:
            message.room = room
            self.addressed.append(Written(message, item.names))
        if hanging := draft.hung:
            self.hanging.append((message, hanging))
        if member and member.room.slow_mode_s and not draft.exempt:
            member.wrote_at = self.now
            self.slowed.append(member)
        return message

    def write(self) -> dict[int, MessagePayload]:
        """Store the new messages and their rooms' counters, and announce them; return their payloads by id."""
        if not self.new:
            return {}
        _insert(self.new)
        if self.slowed:
            Membership.objects.bulk_update(self.slowed, ["wrote_at"])
        for room_id in sorted({message.room_id for message in self.new}):
            self.counters[room_id].store()
        addresses = addressing.part.store(self.addressed) if self.addressed else ()
        for message, hanging in self.hanging:
            hanging.store(message)
        texts.part.written(self.new)
        payloads = {message.pk: message_payload(message) for message in self.new}
        broadcasts.messages_written(payloads.values())
        self.direct.announce_shown({message.room_id for message in self.new})
        if addresses:
            addressing.part.announce(addresses)
        return payloads


def _features(item: _Rendered) -> int:
    mentions = Feature.MENTIONS if item.names and item.names.names_someone else Feature(0)
    hanging = item.draft.hung
    return int(mentions | hanging.feature) if hanging else int(mentions)


# What a draft is judged by and its author shown with. All columns of all three rows took a third of a send's time here.
_JUDGED_BY = (
    "role", "muted_until", "wrote_at",
    "room__name", "room__visibility", "room__slow_mode_s", "room__who_may_write", "room__closed_at", "room__deleted_at",
    "user__name", "user__avatar", "user__bot_kind", "user__is_active", "user__is_superuser",
    "user__takes_direct_messages", "user__muted_until", "user__banned_until",
)  # fmt: skip


def _members(drafts: Sequence[Draft]) -> dict[tuple[int, int | None], Membership]:
    authors = {draft.author_id for draft in drafts if draft.author_id is not None}
    found = _members_in({draft.room_id for draft in drafts}, authors)
    return {(member.room_id, member.user_id): member for member in found}


_members_in = Prepared(
    lambda rooms, users: (
        Membership.objects.current()
        .filter(room__in=rooms, user__in=users)
        .select_related("room", "user")
        .only(*_JUDGED_BY)
    )
)


def _rooms(drafts: Sequence[Draft], members: Iterable[Membership]) -> dict[int, Room]:
    """Return the drafts' rooms; those in which no one here is a member take a query of their own."""
    rooms = {member.room_id: member.room for member in members}
    missing = {draft.room_id for draft in drafts} - rooms.keys()
    return rooms | (Room.objects.in_bulk(missing) if missing else {})


def _already_written(drafts: Sequence[Draft]) -> dict[tuple[int, int | None, UUID | None], Message]:
    """Return the messages that these drafts are retries of; the locks keep it complete."""
    client_ids: dict[tuple[int, int], set[UUID]] = {}
    for draft in drafts:
        if draft.client_id and draft.author_id is not None:
            client_ids.setdefault((draft.room_id, draft.author_id), set()).add(draft.client_id)
    if not client_ids:
        return {}
    mine = [Q(room=room, author=author, client_id__in=ids) for (room, author), ids in client_ids.items()]
    found = Message.objects.filter(reduce(or_, mine)).with_payload()
    return {(message.room_id, message.author_id, message.client_id): message for message in found}


def _reply_targets(drafts: Sequence[Draft]) -> dict[tuple[int, int], Message]:
    seqs: dict[int, set[int]] = {}
    for draft in drafts:
        if draft.reply_to is not None:
            seqs.setdefault(draft.room_id, set()).add(draft.reply_to)
    if not seqs:
        return {}
    positions = [Q(room=room, seq__in=of_room) for room, of_room in seqs.items()]
    found = Message.objects.filter(reduce(or_, positions)).select_related("author")
    return {(message.room_id, message.seq): message for message in found}


_COLUMNS = (
    "room_id", "seq", "version", "author_id", "client_id", "content", "html", "render_version", "reply_to_id",
    "created_at", "features",
)  # fmt: skip
_row = attrgetter(*_COLUMNS)


def _insert(messages: Sequence[Message]) -> None:
    """Store new messages in one statement and give them their ids. ``bulk_create`` took a quarter of a send's CPU."""
    rows = list(map(_row, messages))
    if connection.features.can_return_rows_from_bulk_insert:
        ids = insert_returning_ids(Message, _COLUMNS, rows)
    else:
        insert_rows(Message, _COLUMNS, rows)
        ids = _ids_of(messages)
    for message, pk in zip(messages, ids, strict=True):
        message.pk = pk
        message._state.adding = False


def _ids_of(messages: Sequence[Message]) -> list[int]:
    """Look up the ids of messages just written, on an engine that does not return them (MySQL)."""
    positions = [Q(room=message.room_id, seq=message.seq) for message in messages]
    ids = {
        (room, seq): pk
        for pk, room, seq in Message.objects.filter(reduce(or_, positions)).values_list("pk", "room", "seq")
    }
    return [ids[message.room_id, message.seq] for message in messages]
