"""What is read of messages: pages, what changed since a version, what lists show."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.blocking.queries import blocked_by
from accounts.models import User
from accounts.payloads import beside_payload
from chatsite.contract.errors import Conflict, NotAllowed, NotFound
from chatsite.contract.payloads import MessagePayload, RoomPayload
from chatsite.db.prepared import Prepared
from chatsite.realtime import RoomChange
from messaging.broadcasts import message_change, message_written
from messaging.features import fetch_parts
from messaging.models import MAX_CHANGES, PAGE_MESSAGES, Message, MessageQuerySet
from messaging.payloads import message_payload
from messaging.sizes import PAGE_BYTES, first_that_fit, last_that_fit, listed_payload
from messaging.unread import counts_after
from rooms.broadcasts import membership_began, membership_change, room_change
from rooms.models import Membership, Room, RoomCounter
from rooms.payloads import room_payload
from rooms.queries import require_still_to_read, room_to_read, standing_in

# Most versions of a room are messages: so many times the messages that are wanted hold them nearly always.
NEAR = 20


@dataclass(frozen=True, slots=True)
class Page:
    """Part of a conversation, oldest first, as it was at ``version``."""

    messages: list[MessagePayload]
    has_more_before: bool
    has_more_after: bool
    version: int


@dataclass(frozen=True, slots=True)
class Changes:
    """Changes of a room in version order. Up to ``version`` nothing is missing; ``complete`` says that this is all."""

    changes: list[RoomChange]
    version: int
    complete: bool


@dataclass(frozen=True, slots=True)
class CatchUp:
    """What brings a client from a version of a room to ``version``, or shows it the newest page."""

    room: RoomPayload
    messages: list[MessagePayload]
    members_changed: bool
    version: int
    complete: bool


def page(
    *,
    user: User,
    room_id: int,
    before: int | None = None,
    after: int | None = None,
    around: int | None = None,
    at: datetime | None = None,
    limit: int = PAGE_MESSAGES,
) -> Page:
    """Return the newest messages, or those before, after or around a position in the conversation.

    The place of a moment (``at``) is that of the first message written since; without one, the end.

    Raises:
        NotFound: there is no such room, or ``user`` may not see it.
        NotAllowed: ``user`` is banned from it.
    """
    room = room_to_read(user, room_id)
    found = _page_of(room.counter, before=before, after=after, around=around, at=at, limit=limit)
    require_still_to_read(user, room)
    return found


def _page_of(
    counter: RoomCounter, *, before: int | None, after: int | None, around: int | None, at: datetime | None, limit: int
) -> Page:
    if at is not None:
        around = min(Message.objects.filter(room=counter.pk).first_since(at, "seq"), counter.last_message_seq)
    if after is not None:
        found, more_after = _later_that_fit(counter, after, limit)
        return _page(counter, found, more_before=_until(counter, after).exists(), more_after=more_after)
    if around is not None:
        half, last = PAGE_BYTES // 2, min(around, counter.version)
        found, more_before = _earlier_that_fit(counter, last, limit - limit // 2, half)
        following, more_after = _later_that_fit(counter, around, limit // 2, half)
        return _page(counter, found + following, more_before=more_before, more_after=more_after)
    end = counter.version + 1 if before is None else before
    found, more_before = _earlier_that_fit(counter, min(end - 1, counter.version), limit)
    return _page(counter, found, more_before=more_before, more_after=counter.last_message_seq >= end)


def message_to_read(user: User, room_id: int, seq: int) -> Message:
    """Return a message that ``user`` may read.

    Raises:
        NotFound: there is no such room or message, or ``user`` may not see it.
        NotAllowed: they are banned from the room.
    """
    message = Message.objects.with_payload().filter(room=room_to_read(user, room_id), seq=seq).first()
    if message is None:
        raise NotFound
    return message


def _until(counter: RoomCounter, last: int) -> MessageQuerySet:
    """Return the room's messages up to ``last``, and not beyond what ``counter`` knows: a page and its version agree.

    It is one bound: of two, SQLite searches its index by either, and then reads all that lies between them.
    """
    return Message.objects.filter(room=counter.pk, seq__lte=min(last, counter.version)).with_payload()


def earlier(counter: RoomCounter, last: int, limit: int) -> tuple[list[Message], bool]:
    """Return up to ``limit`` messages that end at ``last``, oldest first, and whether there are more before.

    It looks near first, and further only in a room where much else happened between the messages: given one open end in
    a long room, MariaDB read it from its other end.
    """
    reach = max(limit, 1) * NEAR
    while True:
        found = list(_until(counter, last).filter(seq__gt=last - reach).order_by("-seq")[: limit + 1])
        if len(found) > limit or reach >= last:
            return found[:limit][::-1], len(found) > limit
        reach *= NEAR


def later(counter: RoomCounter, start: int, limit: int) -> tuple[list[Message], bool]:
    """Return up to ``limit`` messages after ``start``, oldest first, and whether there are more after; see above."""
    reach = max(limit, 1) * NEAR
    while True:
        found = list(_until(counter, start + reach).filter(seq__gt=start).order_by("seq")[: limit + 1])
        if len(found) > limit or start + reach >= counter.version:
            return found[:limit], len(found) > limit
        reach *= NEAR


def _earlier_that_fit(
    counter: RoomCounter, last: int, limit: int, budget: int = PAGE_BYTES
) -> tuple[list[Message], bool]:
    found, has_more = earlier(counter, last, limit)
    shown = last_that_fit(found, budget)
    return shown, has_more or len(shown) < len(found)


def _later_that_fit(
    counter: RoomCounter, start: int, limit: int, budget: int = PAGE_BYTES
) -> tuple[list[Message], bool]:
    found, has_more = later(counter, start, limit)
    shown = first_that_fit(found, budget)
    return shown, has_more or len(shown) < len(found)


def _page(counter: RoomCounter, messages: list[Message], *, more_before: bool, more_after: bool) -> Page:
    return Page(
        [message_payload(message) for message in fetch_parts(messages)], more_before, more_after, counter.version
    )


def changes_since(room_id: int, since: int, limit: int = MAX_CHANGES) -> Changes:
    """Return every kind of change of a room after version ``since``, as the events that announce them.

    A message is new at the version at which it was written, and updated at that of its last change, if it has changed:
    messages come in the order of the conversation. Both times it is as it is now. The same goes for members.

    Raises:
        NotFound: there is no such room, or it has been purged.
    """
    room = Room.objects.with_payload().filter(pk=room_id).first()
    if room is None:
        raise NotFound
    changes = _message_changes(room, since, limit) + _member_changes(room, since, limit)
    if since < room.version <= room.counter.version:
        changes.append(room_change(room))
    changes.sort(key=lambda change: change.version)
    if len(changes) > limit:
        return Changes(changes[:limit], changes[limit - 1].version, complete=False)
    return Changes(changes, room.counter.version, complete=True)


def _message_changes(room: Room, since: int, limit: int) -> list[RoomChange]:
    """Return up to ``limit + 1`` messages written, and as many changed ones among them or before.

    What is edited while this is read has been written all the same: only its update is left to the next reading.
    """
    messages, upto = Message.objects.filter(room=room).with_payload(), room.counter.version
    written = list(messages.filter(seq__gt=since, seq__lte=upto).order_by("seq")[: limit + 1])
    end = written[limit].seq if len(written) > limit else upto
    changed = messages.changed(since=since, upto=end).filter(version__gt=F("seq"))[: limit + 1]
    fetch_parts([*written, *changed])
    return [*map(message_written, written), *map(message_change, changed)]


def _member_changes(room: Room, since: int, limit: int) -> list[RoomChange]:
    members, upto = Membership.objects.filter(room=room).select_related("user"), room.counter.version
    changed = members.changed(since=since, upto=upto)[: limit + 1]
    changed_again = members.filter(version__gt=since, joined_version__gt=since, joined_version__lte=upto).filter(
        version__gt=F("joined_version")
    )
    return [
        *(membership_change(member, room.counter) for member in changed),
        *(membership_began(member, room.counter) for member in changed_again),
    ]


def catch_up(
    *, user: User, room_id: int, since: int | None = None, limit: int = MAX_CHANGES, members_only: bool = False
) -> CatchUp:
    """Return what ``user`` missed in a room after version ``since``, or without it the newest page.

    Raises:
        NotFound: there is no such room, or ``user`` may not see it.
        NotAllowed: ``members_only``, and ``user`` is none; or they are banned from it.
        Conflict: ``since`` is in the future, as after a restored backup; the client must load the room anew.
    """
    room = room_to_read(user, room_id)
    if members_only and not standing_in(room_id, user).is_member:
        raise NotAllowed(_("Join the room first."))
    found = missed(room, since, limit)
    require_still_to_read(user, room)
    return found


def missed(room: Room, since: int | None, limit: int = MAX_CHANGES) -> CatchUp:
    """Return what someone who may read ``room`` missed after version ``since``, or without it the newest page.

    Raises:
        Conflict: ``since`` is in the future, or in a past that a restored backup undid.
    """
    if since is None:
        return _newest(room)
    if since > room.counter.version or room.counter.was_undone(since):
        raise Conflict(_("That position is past the end of the room. Reload the room."))
    # A message that is edited while this is read is past that version: what counts is that it had been written.
    messages = Message.objects.filter(room=room, version__gt=since, seq__lte=room.counter.version)
    found = list(messages.order_by("version").with_payload()[: limit + 1])
    shown = first_that_fit(found[:limit])
    complete = len(shown) == len(found)
    version = room.counter.version if complete else min(shown[-1].version, room.counter.version)
    return CatchUp(
        room=room_payload(room),
        messages=[message_payload(message) for message in fetch_parts(shown)],
        members_changed=Membership.objects.filter(room=room, version__gt=since).exists(),
        version=version,
        complete=complete,
    )


def _newest(room: Room) -> CatchUp:
    messages, _has_more = _earlier_that_fit(room.counter, room.counter.version, PAGE_MESSAGES)
    return CatchUp(
        room=room_payload(room),
        messages=[message_payload(message) for message in fetch_parts(messages)],
        members_changed=True,
        version=room.counter.version,
        complete=True,
    )


def last_messages(room_ids: Sequence[int]) -> dict[int, MessagePayload]:
    """Return ``{room id: its newest message, of a long one the beginning}``, in one query."""
    return {message.room_id: listed_payload(message) for message in fetch_parts(_newest_in(room_ids))}


def _newest_of(room_ids: list[int]) -> MessageQuerySet:
    newest = Message.objects.filter(room__in=room_ids, seq=F("room__counter__last_message_seq")).with_payload()
    return newest.defer(*beside_payload("author"), *beside_payload("reply_to__author"))


_newest_in = Prepared(_newest_of)


@dataclass(frozen=True, slots=True)
class RoomNews:
    """What lists show of a room: ``seq`` of its newest message, and of some people ``{user id: unread messages}`` and
    ``{user id: those that address them}``, if any do.
    """

    room: RoomPayload
    seq: int
    last_message: MessagePayload | None
    unread: Mapping[int, int]
    mentions: Mapping[int, int]


def room_news(room_id: int, user_ids: Collection[int]) -> RoomNews | None:
    """Return what lists show of a room to those of ``user_ids`` who list it, in six queries; None if it is gone.

    The room is read first: the rest may be newer than its version, never older. In a direct room one more query says
    who is in it.
    """
    room = Room.objects.standing().with_payload().in_bulk([room_id]).get(room_id)
    if room is None:
        return None
    members = Membership.objects.current().filter(room=room_id, user__in=user_ids)
    found = list(members.only("user", "last_read_seq", "notify", "hidden_upto"))
    pointers = {one.user_id: one.last_read_seq for one in found if not one.is_hidden(room.counter.last_message_seq)}
    silent = {one.user_id for one in found if one.is_silent}
    unread, mentions = counts_after(room, pointers, silent=silent, blocked=blocked_by(pointers))
    last = last_messages([room_id]).get(room_id)
    return RoomNews(room_payload(room), last["seq"] if last else 0, last, unread, mentions)
