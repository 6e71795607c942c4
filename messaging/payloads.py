"""What the outside sees of messages."""

from typing import Final, Literal, cast

from chatsite.contract.answers import EarlierTextPayload
from chatsite.contract.payloads import MentionsPayload, MessagePayload, ReplyPayload, ReportPayload, ReportStatus
from chatsite.text.times import timestamp
from messaging.features import Feature, shown
from messaging.models import EarlierText, Message, Report
from rooms.payloads import person_payload

# What ten attachments with long names take.
_ATTACHMENTS_BYTES: Final = 15_000
NO_MENTIONS: MentionsPayload = {"mentions": [], "mentions_room": False}


def message_payload(message: Message) -> MessagePayload:
    """Return what everyone sees of ``message``; of a deleted one that it was there."""
    gone = message.is_deleted
    mentions = shown(message, "mentions") or NO_MENTIONS
    payload: MessagePayload = {
        "id": message.pk,
        "room_id": message.room_id,
        "seq": message.seq,
        "version": message.version,
        "client_id": str(message.client_id) if message.client_id else None,
        "author": person_payload(message.author),
        "content": "" if gone else message.content,
        "html": "" if gone else message.html,
        "created_at": timestamp(message.created_at),
        "edited_at": timestamp(message.edited_at),
        "deleted_at": timestamp(message.deleted_at),
        "deleted_by": _deleter(message) if gone else None,
        "reply_to": None if gone or message.reply_to is None else reply_payload(message.reply_to),
        "mentions": mentions["mentions"],
        "mentions_room": mentions["mentions_room"],
        "forward_of": shown(message, "forward_of"),
        "pinned_at": shown(message, "pinned_at"),
        "reactions": shown(message, "reactions") or [],
        "attachments": shown(message, "attachments") or [],
    }
    if message.version > message.seq:
        payload["excerpt"] = message.excerpt
    return payload


def parts_bytes(message: Message) -> int:
    """Return how much more a message's payload may take because of what hangs on it."""
    return _ATTACHMENTS_BYTES if message.features & Feature.ATTACHMENTS else 0


def _deleter(message: Message) -> Literal["author", "moderator"]:
    return "author" if message.removal_id is None else "moderator"


def reply_payload(target: Message) -> ReplyPayload:
    """Return how a reply quotes the message it answers."""
    return {
        "id": target.pk,
        "seq": target.seq,
        "version": target.version,
        "author": person_payload(target.author),
        "excerpt": target.excerpt,
    }


def earlier_text_payload(text: EarlierText) -> EarlierTextPayload:
    """Return an earlier text of a message."""
    return {"id": text.pk, "content": text.content, "written_at": timestamp(text.written_at)}


def report_payload(report: Report) -> ReportPayload:
    """Return what the reporter sees of their report: never who settled it."""
    return {
        "id": report.pk,
        "person": person_payload(report.person),
        "room_id": report.room_id,
        "seq": report.seq,
        "reason": report.reason,
        "note": report.note,
        "status": cast("ReportStatus", report.status),
        "answer": report.answer,
        "created_at": timestamp(report.created_at),
        "settled_at": timestamp(report.settled_at),
    }
