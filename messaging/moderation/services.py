"""Reports: people say what is wrong, administrators look, act and settle, the reporter sees what became of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.moderation import sanctions
from accounts.moderation.administration import require_admin
from accounts.moderation.log import LoggedRoom, record
from accounts.moderation.models import Action
from accounts.restrictions import require_not_muted
from chatsite.contract.errors import Conflict, NotFound
from chatsite.db.transactions import in_transaction
from chatsite.limits.window import Limit
from messaging import broadcasts
from messaging.changing import enter_message
from messaging.models import Message, Report
from messaging.moderation.handing_over import hand_over
from messaging.services import delete_message, restore_message
from rooms.models import Room
from rooms.moderation import services as moderation
from rooms.policies import Standing
from rooms.queries import is_known_to, room_for, room_within_reach

PER_PERSON = Limit("report", 30, 3600)
_SETTLED = {Report.Status.RESOLVED: Action.REPORT_RESOLVED, Report.Status.DISMISSED: Action.REPORT_DISMISSED}


def report_message(*, by: User, room_id: int, seq: int, reason: str, note: str = "") -> Report:
    """Report a message, deleted ones too. Reporting it again while that is pending changes nothing.

    Raises:
        NotFound: there is no such message, or ``by`` may not see the room.
        Conflict: it is their own.
        NotAllowed: ``by`` is muted everywhere, and adds a note.
        RateLimited: too many reports.
    """
    room = room_for(by, room_id)
    message = Message.objects.select_related("author").filter(room=room, seq=seq).first()
    if message is None:
        raise NotFound
    if message.author_id == by.pk:
        raise Conflict(_("This is your own message. You can delete it instead."))
    about = Report(person=message.author, room=room, seq=seq, content=message.content)
    return _file(about, by=by, reason=reason, note=note)


def report_person(*, by: User, user_id: int, reason: str, note: str = "") -> Report:
    """Report a person. Reporting them again while that is pending changes nothing.

    Raises:
        NotFound: there is no such person, or none that ``by`` can have met.
        Conflict: it is ``by`` themselves.
        NotAllowed: ``by`` is muted everywhere, and adds a note.
        RateLimited: too many reports.
    """
    person = User.objects.filter(pk=user_id).first()
    if person is None or not is_known_to(by, person):
        raise NotFound
    if person == by:
        raise Conflict(_("You can't report yourself."))
    return _file(Report(person=person), by=by, reason=reason, note=note)


def _file(report: Report, *, by: User, reason: str, note: str) -> Report:
    known = Report.objects.pending().like(report).filter(reporter=by).first()
    if known:
        return known
    if note.strip():
        require_not_muted(by)
    PER_PERSON.take(str(by.pk))
    report.reporter, report.reason, report.note = by, reason, note
    return _store(report)


@in_transaction
def _store(report: Report) -> Report:
    report.save(force_insert=True)
    if report.room and report.room.is_direct and report.seq is not None:
        hand_over(report, report.room.pk, report.seq)
    return report


@in_transaction
def claim(report: Report, *, by: User) -> None:
    """Say that ``by`` looks into it, in place of the one who did before.

    Raises:
        NotAllowed: ``by`` is no administrator.
        Conflict: it is settled.
    """
    report = _pending(report, by)
    report.status, report.assignee = Report.Status.CLAIMED, by
    report.save(update_fields=["status", "assignee"])
    _log(Action.REPORT_CLAIMED, report, by)
    broadcasts.report_updated(report)


@in_transaction
def settle(report: Report, *, by: User, status: Report.Status, answer: str = "") -> None:
    """Resolve or dismiss a report, and every other pending one about the same; tell the reporters.

    Raises:
        NotAllowed: ``by`` is no administrator.
        Conflict: it is settled already.
    """
    _pending(report, by)
    for one in Report.objects.pending().like(report).select_related("person", "room"):
        one.status, one.assignee, one.answer, one.settled_at = status, by, answer, timezone.now()
        one.save(update_fields=["status", "assignee", "answer", "settled_at"])
        _log(_SETTLED[status], one, by, reason=answer)
        broadcasts.report_updated(one)


@in_transaction
def take_action_and_resolve(
    report: Report, *, by: User, actions: Sequence[str], until: datetime, reason: str, answer: str = ""
) -> None:
    """Run ``actions`` (keys of :data:`REPORT_ACTIONS`) and resolve the report, all or nothing.

    Raises:
        Conflict: the report is resolved already, or an action doesn't apply to it.
        ChatError: an action was refused.
    """
    for name in actions:
        REPORT_ACTIONS[name](report, by, until, reason)
    settle(report, by=by, status=Report.Status.RESOLVED, answer=answer)


def remove_reported(report: Report, *, by: User, reason: str) -> Message:
    """Remove the message that a report is about, pending or settled, from whatever room.

    Raises:
        NotAllowed: ``by`` is no administrator.
        NotFound: the message or its room is gone.
        Conflict: the report is not about a message.
    """
    return delete_message(**_reported(report, by), by=by, reason=reason, enter=_enter_reported)


def restore_reported(report: Report, *, by: User, reason: str) -> Message:
    """Show the message that a report is about again, if a moderator removed it.

    Raises:
        NotAllowed: ``by`` is no administrator.
        NotFound: the message or its room is gone.
        Conflict: the report is not about a message, its author deleted it, or its text was erased.
    """
    return restore_message(**_reported(report, by), by=by, reason=reason, enter=_enter_reported)


def _reported(report: Report, by: User) -> dict[str, int]:
    require_admin(by)
    if report.seq is None:
        raise Conflict(_("This report is not about a message."))
    return {"room_id": _room(report), "seq": report.seq}


def _enter_reported(room_id: int, seq: int, by: User) -> tuple[Room, Standing, Message]:
    """Come to a reported message as an administrator from outside, whether they are in its room or not."""
    room, _standing, message = enter_message(room_id, seq, by, _standing_room)
    return room, Standing(by, None), message


def _standing_room(_by: User, room_id: int) -> Room:
    room = Room.objects.standing().with_payload().filter(pk=room_id).first()
    if room is None:
        raise NotFound
    return room


def _remove_message(report: Report, by: User, until: datetime, reason: str) -> None:
    remove_reported(report, by=by, reason=reason)


def _warn(report: Report, by: User, until: datetime, reason: str) -> None:
    sanctions.warn(_person(report), by=by, reason=reason)


def _mute(report: Report, by: User, until: datetime, reason: str) -> None:
    sanctions.mute(_person(report), by=by, until=until, reason=reason)


def _ban(report: Report, by: User, until: datetime, reason: str) -> None:
    sanctions.ban(_person(report), by=by, until=until, reason=reason)


def _mute_here(report: Report, by: User, until: datetime, reason: str) -> None:
    moderation.mute_member(
        room_id=_room(report), by=by, user_id=_person(report).pk, until=until, reason=reason, find=room_within_reach
    )


def _remove_from_room(report: Report, by: User, until: datetime, reason: str) -> None:
    moderation.remove_member(
        room_id=_room(report), by=by, user_id=_person(report).pk, reason=reason, find=room_within_reach
    )


def _ban_here(report: Report, by: User, until: datetime, reason: str) -> None:
    moderation.ban_from_room(
        room_id=_room(report), by=by, user_id=_person(report).pk, until=until, reason=reason, find=room_within_reach
    )


REPORT_ACTIONS: Mapping[str, Callable[[Report, User, datetime, str], None]] = {
    "remove_message": _remove_message,
    "warn": _warn,
    "mute_here": _mute_here,
    "remove_from_room": _remove_from_room,
    "ban_here": _ban_here,
    "mute": _mute,
    "ban": _ban,
}


def _person(report: Report) -> User:
    if report.person is None:
        raise Conflict(_("This report is not about a person."))
    return report.person


def _room(report: Report) -> int:
    if report.room_id is None:
        raise Conflict(_("This report is not about a room."))
    return report.room_id


def _pending(report: Report, by: User) -> Report:
    """Return the report as it is now, locked."""
    require_admin(by)
    report = Report.objects.select_for_update().get(pk=report.pk)
    if not report.is_pending:
        raise Conflict(_("This report is already resolved."))
    return report


def _log(action: Action, report: Report, by: User, reason: str = "") -> None:
    room = LoggedRoom(report.room.pk, report.room.name, report.seq) if report.room else None
    detail = format_lazy(_("report {number}"), number=report.pk)
    record(action, by=by, whom=report.person, room=room, reason=reason[:500], detail=detail)
