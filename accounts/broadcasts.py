"""What is announced about people."""

from accounts.models import ModerationEntry, User
from accounts.payloads import me_payload, sanction_payload, user_payload
from chatsite.contract.events import ServerEvent
from chatsite.realtime import Notice, announce


def user_updated(user: User) -> None:
    """Tell everyone a person's new name or picture."""
    announce(Notice(ServerEvent.USER_UPDATED, {"user": user_payload(user)}))


def me_updated(user: User) -> None:
    """Tell a person's connections their new address or preferences, which others do not see."""
    announce(Notice(ServerEvent.ME_UPDATED, {"user": me_payload(user)}, user_id=user.pk))


def sanctioned(entry: ModerationEntry) -> None:
    """Tell a person's connections what was done to them, or lifted."""
    if entry.whom_id is not None:
        payload = {"sanction": sanction_payload(entry)}
        announce(Notice(ServerEvent.SANCTIONED, payload, user_id=entry.whom_id))
