"""What the outside sees of people."""

from django.conf import settings

from accounts.models import ModerationEntry, Session, User
from chatsite.contract.account_answers import LimitsPayload, SessionPayload
from chatsite.contract.payloads import MePayload, SanctionPayload, UserPayload
from chatsite.text.times import timestamp


def user_payload(user: User) -> UserPayload:
    """Return what others see of ``user``."""
    return shown_payload(user.pk, user.name, user.avatar, user.bot_kind)


def shown_payload(user_id: int, name: str, avatar: str, bot_kind: str) -> UserPayload:
    """Return what others see of a person with these columns; only bots are said to be what they are."""
    payload: UserPayload = {"id": user_id, "name": name, "avatar_url": avatar_url(avatar)}
    if bot_kind:
        payload["is_bot"] = True
    return payload


def beside_payload(path: str) -> list[str]:
    """Return the fields of the person at ``path`` that :func:`user_payload` does not show, for ``defer()``."""
    return [f"{path}__{field.name}" for field in User._meta.concrete_fields if field.name not in _SHOWN]


_SHOWN = {"id", "name", "avatar", "bot_kind"}


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


def limits_payload(user: User) -> LimitsPayload:
    """Return how much ``user`` may upload."""
    return {
        "file_bytes": settings.UPLOAD_FILE_BYTES,
        "files_per_message": settings.UPLOAD_FILES_PER_MESSAGE,
        "bytes_per_day": user.daily_upload_bytes or None,
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


def avatar_url(avatar: str) -> str | None:
    """Return the path of a person's picture, or nothing when there is none."""
    return f"{settings.MEDIA_URL}{avatar}" if avatar else None
