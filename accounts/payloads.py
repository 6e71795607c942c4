"""What the outside sees of people."""

from django.conf import settings

from accounts.models import ModerationEntry, Session, User
from chatsite.contract.answers import SessionPayload
from chatsite.contract.payloads import MePayload, SanctionPayload, UserPayload
from chatsite.text.times import timestamp


def user_payload(user: User) -> UserPayload:
    """Return what others see of ``user``."""
    return {"id": user.pk, "name": user.name, "avatar_url": avatar_url(user)}


def me_payload(user: User) -> MePayload:
    """Return what ``user`` sees of themselves."""
    return {
        **user_payload(user),
        "email": user.email,
        "role": "admin" if user.is_admin else "member",
        "date_joined": timestamp(user.date_joined),
        "must_verify_email": user.must_verify_email,
        "preferences": {
            "language": user.language,
            "clock": user.clock,
            "shows_last_seen": user.shows_last_seen,
            "sees_welcome": user.sees_welcome,
            "takes_direct_messages": user.takes_direct_messages,
        },
    }


def session_payload(session: Session, *, current: str | None) -> SessionPayload:
    """Return a session as its person sees it; ``current`` is the hash of the one they ask with."""
    return {
        "id": str(session.pk),
        "current": session.pk == current,
        "started_at": timestamp(session.started_at),
        "last_seen_at": timestamp(session.last_seen_at),
        "address": session.address,
        "agent": session.agent,
    }


def sanction_payload(entry: ModerationEntry) -> SanctionPayload:
    """Return what the person it was done to reads of an entry in the log: never who did it."""
    return {
        "id": entry.pk,
        "action": entry.action,
        "reason": entry.reason,
        "until": timestamp(entry.until),
        "room": {"id": entry.room_id, "name": entry.room_name} if entry.room_id is not None else None,
        "seq": entry.seq,
        "created_at": timestamp(entry.at),
    }


def avatar_url(user: User) -> str | None:
    """Return the path of the person's picture, or nothing when there is none."""
    return f"{settings.MEDIA_URL}{user.avatar}" if user.avatar else None
