"""Everything that changes messages."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import ModerationEntry, User
from accounts.moderation.log import record
from accounts.moderation.models import Action
from accounts.moderation.sanctions import notify, require_reason
from chatsite.contract.errors import Conflict, RoomClosed
from chatsite.db.transactions import in_transaction
from chatsite.limits.window import limited
from messaging import limits
from messaging.addressing import Text, Written, addressing, names_for
from messaging.changing import EnterMessage, enter_message, require_speaker, store_change, store_changes
from messaging.features import texts
from messaging.forms import CleanContent, NoText
from messaging.history import keep_text
from messaging.models import Message, MessageQuerySet
from messaging.posting import Draft, Duplicate, Refused, Result, StoredMessage, post_messages
from rooms.changing import enter as enter_room
from rooms.changing import logged, logged_for
from rooms.models import Room
from rooms.policies import Rank, Standing, require, require_own_voice, require_pen
from rooms.queries import room_within_reach, standing_in

__all__ = [
    "Draft",
    "Duplicate",
    "Refused",
    "Result",
    "StoredMessage",
    "delete_message",
    "edit_message",
    "post_messages",
    "remove_messages_of",
    "restore_message",
]

SWEEP_MESSAGES = 100


@limited(limits.edits)
@in_transaction
def edit_message(*, room_id: int, seq: int, by: User, content: CleanContent) -> Message:
    """Change the text of one's own message. The same text again changes nothing.

    Raises:
        NotFound: there is no such message.
        NotAllowed: ``by`` did not write it, is no member any more, muted, or may not write in the room now.
        RoomClosed: the room is read-only.
        Conflict: the message was deleted.
        NoText: the message has no attachments, which alone may stand without text.
    """
    room, standing, message = enter_message(room_id, seq, by)
    require(message.author_id == by.pk, _("Only the author can edit a message."))
    require_pen(require_speaker(room, standing), room.who_may_write)
    if message.is_deleted:
        raise Conflict(_("This message was deleted."))
    if not content and not message.has_attachments:
        raise NoText
    if content != message.content:
        keep_text(message)
        _rewrite(room, message, content)
    return message


def _rewrite(room: Room, message: Message, content: str) -> None:
    (names,) = names_for([Text(room.pk, message.author_id, content)])
    message.write(content, names)
    message.edited_at = timezone.now()
    message.room = room
    added = addressing.part.change(Written(message, names), room.counter.version + 1)
    store_change(room, message)
    texts.part.written([message])
    addressing.part.announce(added)


@limited(limits.removals)
@in_transaction
def delete_message(
    *, room_id: int, seq: int, by: User, reason: str = "", enter: EnterMessage = enter_message
) -> Message:
    """Leave only a tombstone of a message, which says whether a moderator did it.

    Deleting it again changes nothing, except that what its author deletes after its removal can't be restored any more.

    What others wrote is removed with a ``reason``, which its author reads.

    Raises:
        NotFound: there is no such message.
        NotAllowed: ``by`` neither wrote it nor moderates the room; its author outranks them; or they are muted.
        RoomClosed: the room is read-only, and ``by`` no administrator.
    """
    room, standing, message = enter(room_id, seq, by)
    own = standing.is_member and message.author_id == by.pk
    require(own or standing.may_moderate, _("Only the author, moderators and administrators can delete a message."))
    if not own:
        require(
            _rank(room, message.author) <= standing.rank,
            _("The author has a higher role than you."),
        )
        require_own_voice(standing)
    _check_moderable(room, standing)
    if not message.is_deleted or (own and message.removal):
        message.deleted_at = message.deleted_at or timezone.now()
        message.removal = None if own else _removal(room, message, standing, reason)
        store_change(room, message)
        message.room = room
        addressing.part.withdraw([message])
    return message


@limited(limits.removals)
@in_transaction
def restore_message(
    *, room_id: int, seq: int, by: User, reason: str = "", enter: EnterMessage = enter_message
) -> Message:
    """Show a deleted message again. Restoring it again changes nothing.

    Raises:
        NotFound: there is no such message.
        NotAllowed: ``by`` does not moderate the room, ranks lower than who removed it, or is muted.
        RoomClosed: the room is read-only, and ``by`` no administrator.
        Conflict: its text was erased for good, or its author deleted it.
    """
    room, standing, message = enter(room_id, seq, by)
    require(standing.may_moderate, _("Only moderators and administrators can restore a message."))
    require_own_voice(standing)
    _check_moderable(room, standing)
    if message.is_deleted:
        if message.is_erased:
            raise Conflict(_("This message was permanently erased."))
        require(_remover_rank(room, message) <= standing.rank, _("Someone with a higher role removed this message."))
        message.deleted_at = message.removal = None
        store_change(room, message)
        record(Action.MESSAGE_RESTORED, by=by, whom=message.author, room=logged(room, seq), reason=reason)
    return message


def _removal(room: Room, message: Message, standing: Standing, reason: str) -> ModerationEntry:
    by, whom = standing.user, message.author
    where = logged_for(standing_in(room.pk, whom), room, message.seq) if whom else logged(room, message.seq)
    return notify(record(Action.MESSAGE_REMOVED, by=by, whom=whom, room=where, reason=reason, by_rank=standing.rank))


def _rank(room: Room, user: User | None) -> Rank:
    return standing_in(room.pk, user).protection if user else Rank.MEMBER


def _remover_rank(room: Room, message: Message) -> int:
    """Return the rank of the moderator who removed a message, as it was then; before it was logged, as it is now.

    Raises:
        Conflict: its author deleted it.
    """
    removal = message.removal
    if removal is None:
        raise Conflict(_("The author deleted this message. It can't be restored."))
    if removal.by_rank is not None:
        return removal.by_rank
    return _rank(room, removal.by) if removal.by else Rank.ADMINISTRATOR


def remove_messages_of(*, person: User, since: datetime, by: User, reason: str) -> int:
    """Remove everything that ``person`` wrote since a moment, in every room that ``by`` moderates; return how much.

    It can be interrupted and repeated: each room's batch is a transaction of its own, with one entry in the log.

    Raises:
        InvalidInput: no reason is given.
    """
    require_reason(reason)
    theirs = Message.objects.filter(author=person, created_at__gte=since, deleted_at=None)
    theirs = theirs.filter(room__in=Room.objects.within_reach_of(by))
    removed = 0
    for room_id in sorted(set(theirs.values_list("room", flat=True))):
        while count := _remove_some(room_id, theirs, person, by, reason):
            removed += count
    return removed


@in_transaction
def _remove_some(room_id: int, theirs: MessageQuerySet, person: User, by: User, reason: str) -> int:
    room, standing = enter_room(room_id, by, room_within_reach)
    if not standing.may_moderate or _rank(room, person) > standing.rank:
        return 0
    messages = list(theirs.filter(room=room).with_payload().order_by("seq")[:SWEEP_MESSAGES])
    if messages:
        first, last = messages[0].seq, messages[-1].seq
        detail = format_lazy(_("{count} messages, from {first} to {last}"), count=len(messages), first=first, last=last)
        entry = record(
            Action.MESSAGE_REMOVED,
            by=by,
            whom=person,
            room=logged_for(standing_in(room.pk, person), room),
            reason=reason,
            detail=detail,
            by_rank=standing.rank,
        )
        notify(entry)
        _store_removals(room, messages, entry)
    return len(messages)


def _store_removals(room: Room, messages: Sequence[Message], entry: ModerationEntry) -> None:
    now = timezone.now()
    for message in messages:
        message.deleted_at, message.removal, message.room = now, entry, room
    store_changes(room, messages, ["deleted_at", "removal"])
    addressing.part.withdraw(messages)


def _check_moderable(room: Room, standing: Standing) -> None:
    if not (room.is_active or standing.user.is_admin):
        raise RoomClosed
