"""The endpoints about sanctions everywhere: what administrators do, and what a person reads of theirs."""

from functools import partial
from typing import Any

from accounts.models import ModerationEntry, User
from accounts.moderation import sanctions
from accounts.moderation.forms import LiftForm, ReasonForm, SeenForm, TermForm
from accounts.payloads import sanction_payload
from accounts.requests import SignedInRequest
from chatsite.contract.answers import SanctionAnswer, SanctionsAnswer
from chatsite.contract.errors import NotFound
from chatsite.text.times import end_of
from chatsite.web.api import Action, Answer, Endpoint

MAX_NOTICES = 50

Data = dict[str, Any]


def _list(request: SignedInRequest, data: Data) -> Answer:
    """Return what was done to the caller everywhere and in rooms, newest first."""
    notices = ModerationEntry.objects.notices_for(request.user.pk)
    # Apart, so that a room's moderators cannot push an administrator's sanctions out of the list.
    kept = [*notices.filter(room_id=None)[:MAX_NOTICES], *notices.exclude(room_id=None)[:MAX_NOTICES]]
    newest_first = sorted(kept, key=lambda entry: -entry.pk)
    return {"sanctions": [sanction_payload(entry) for entry in newest_first], "seen": request.user.notices_seen}


def _note_seen(request: SignedInRequest, data: Data) -> Answer:
    """Remember what the caller has read of it."""
    sanctions.note_seen(request.user, upto=data["seen"])
    return None


def _warn(request: SignedInRequest, data: Data, user_id: int) -> Answer:
    """Warn a person."""
    return {"sanction": sanction_payload(sanctions.warn(_person(user_id), by=request.user, **data))}


def _mute(request: SignedInRequest, data: Data, user_id: int) -> Answer:
    """Mute a person everywhere."""
    until = end_of(data.pop("for_s", None))
    return {"sanction": sanction_payload(sanctions.mute(_person(user_id), by=request.user, until=until, **data))}


def _unmute(request: SignedInRequest, data: Data, user_id: int) -> Answer:
    """Let a muted person write again."""
    sanctions.unmute(_person(user_id), by=request.user, **data)
    return None


def _ban(request: SignedInRequest, data: Data, user_id: int) -> Answer:
    """Keep a person out of the whole site."""
    until = end_of(data.pop("for_s", None))
    return {"sanction": sanction_payload(sanctions.ban(_person(user_id), by=request.user, until=until, **data))}


def _unban(request: SignedInRequest, data: Data, user_id: int) -> Answer:
    """Let a banned person in again."""
    sanctions.unban(_person(user_id), by=request.user, **data)
    return None


def _person(user_id: int) -> User:
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise NotFound
    return user


mine = Endpoint(GET=Action(_list, answer=SanctionsAnswer), PUT=Action(_note_seen, form=SeenForm))
Admin = partial(Action, tokens=False)

warnings = Endpoint(POST=Admin(_warn, form=ReasonForm, answer=SanctionAnswer))
mute = Endpoint(PUT=Admin(_mute, form=TermForm, answer=SanctionAnswer), DELETE=Admin(_unmute, form=LiftForm))
ban = Endpoint(PUT=Admin(_ban, form=TermForm, answer=SanctionAnswer), DELETE=Admin(_unban, form=LiftForm))
