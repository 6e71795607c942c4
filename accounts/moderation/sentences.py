"""Entries of the moderation log as sentences: “Ada made Jonas a moderator of Hiking”."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from accounts.models import ModerationEntry, User
from accounts.moderation.models import Action
from chatsite.contract.sentences import Sentence

SENTENCES: Mapping[Action, Sentence] = {
    Action.WARNED: _("{by} warned {whom}"),
    Action.MUTED: _("{by} muted {whom}"),
    Action.UNMUTED: _("{by} unmuted {whom}"),
    Action.REMOVED: _("{by} removed {whom} from {room}"),
    Action.BANNED: _("{by} banned {whom}"),
    Action.UNBANNED: _("{by} unbanned {whom}"),
    Action.MESSAGE_REMOVED: _("{by} removed a message by {whom}"),
    Action.MESSAGE_RESTORED: _("{by} restored a message by {whom}"),
    Action.ROLE_GIVEN: _("{by} changed the role of {whom} in {room}"),
    Action.INVITED: _("{by} created invitation {detail}"),
    Action.INVITATION_REVOKED: _("{by} revoked invitation {detail} of {whom}"),
    Action.SEAT_TAKEN: _("{by} joined the private room {room}"),
    Action.OUTGOING_ADDED: _("{by} created the outgoing webhook {detail}"),
    Action.OUTGOING_CHANGED: _("{by} changed the outgoing webhook {detail}"),
    Action.OUTGOING_REMOVED: _("{by} deleted the outgoing webhook {detail}"),
    Action.OUTGOING_OFF: _("{by} turned off the outgoing webhook {detail}"),
    Action.ROOM_CHANGED: _("{by} changed {room}: {detail}"),
    Action.ROOM_CLOSED: _("{by} closed {room}"),
    Action.ROOM_REOPENED: _("{by} reopened {room}"),
    Action.ROOM_DELETED: _("{by} deleted {room}"),
    Action.ROOM_PURGED: _("{by} purged {room}"),
    Action.REPORT_CLAIMED: _("{by} took on a report about {whom}"),
    Action.REPORT_RESOLVED: _("{by} resolved a report about {whom}"),
    Action.REPORT_DISMISSED: _("{by} dismissed a report about {whom}"),
    Action.APPROVED: _("{by} approved the account of {whom}"),
    Action.REJECTED: _("{by} rejected the account {detail}"),
    Action.DEACTIVATED: _("{by} deactivated {whom}"),
    Action.REACTIVATED: _("{by} reactivated {whom}"),
    Action.UPLOAD_LIMIT_SET: _("{by} set how much {whom} can upload"),
    Action.PROMOTED: _("{by} made {whom} an administrator"),
    Action.DEMOTED: _("{by} ended administrator access for {whom}"),
    Action.RENAMED: _("{by} renamed {detail}"),
    Action.SESSIONS_ENDED: _("{by} signed {whom} out everywhere"),
    Action.LINK_MADE: _("{by} created a password-reset link for {whom}"),
    Action.TWO_FACTOR_OFF: _("{by} turned off two-factor sign-in for {whom}"),
    Action.IDENTITY_LINKED: _("{by} linked {whom} to their sign-in at {detail}"),
    Action.IDENTITY_UNLINKED: _("{by} unlinked {whom} from their sign-in at {detail}"),
    Action.SEAT_GIVEN: _("{by} added {whom} to {room}"),
    Action.SEAT_ENDED: _("{by} took {whom} out of {room}"),
    Action.SIGN_IN_LINK: _("{by} created a sign-in link for {whom}"),
    Action.SITE_CHANGED: _("{by} changed the site's settings: {detail}"),
    Action.EMAIL_CHANGED: _("{by} changed their email address"),
    Action.ACCOUNT_DELETED: _("{by} deleted their account"),
    Action.BOT_CREATED: _("{by} created the bot {whom}"),
    Action.BOT_DELETED: _("{by} deleted the bot {whom}"),
    Action.TOKEN_CREATED: _("{by} created the access token {detail} of {whom}"),
    Action.TOKEN_REVOKED: _("{by} revoked the access token {detail} of {whom}"),
    Action.WEBHOOK_CREATED: _("{by} created the webhook {whom} in {room}"),
    Action.WEBHOOK_DELETED: _("{by} deleted the webhook {whom} in {room}"),
}
ROLES: Mapping[str, Sentence] = {
    "owner": _("{by} made {whom} the owner of {room}"),
    "moderator": _("{by} made {whom} a moderator of {room}"),
    "member": _("{by} made {whom} an ordinary member of {room}"),
}


def in_words(entry: ModerationEntry) -> str:
    """Return what ``entry`` records as one sentence, without its reason."""
    action = Action(entry.action)
    sentence = SENTENCES[action]
    if action is Action.ROLE_GIVEN:
        sentence = ROLES.get(entry.detail, sentence)
    names = {
        "by": name_of(entry.by, entry.by_id) or _("Server"),
        "whom": name_of(entry.whom, entry.whom_id) or _("deleted account"),
        "room": entry.room_name,
        "detail": entry.detail,
    }
    text = str(sentence)
    said = text.format(**names)
    return f"{said} ({entry.room_name})" if entry.room_name and "{room}" not in text else said


def name_of(user: User | None, user_id: int | None) -> str:
    """Return the name of a person in the log; of an account that no longer exists, its number."""
    if user:
        return user.name
    return _("deleted account {id}").format(id=user_id) if user_id else ""
