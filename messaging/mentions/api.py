"""The HTTP endpoints of mentions."""

from typing import Any

from accounts.requests import SignedInRequest
from chatsite.contract.answers import MentionsAnswer
from chatsite.web.api import Action, Answer, Endpoint
from messaging.mentions.forms import InboxForm, SeenForm
from messaging.mentions.queries import inbox
from messaging.mentions.services import see

Data = dict[str, Any]


def list_mentions(request: SignedInRequest, data: Data) -> Answer:
    """Return the messages that mention the caller, answer them, or call everyone in a room of theirs, newest first."""
    page = inbox(user=request.user, **data)
    last = page.entries[-1]["id"] if page.entries else 0
    return {"mentions": page.entries, "has_more": page.has_more, "last_id": last}


def see_mentions(request: SignedInRequest, data: Data) -> Answer:
    """Note up to which mention the caller has seen those in rooms that they are no member of."""
    see(by=request.user, **data)
    return None


mentions = Endpoint(
    GET=Action(list_mentions, form=InboxForm, answer=MentionsAnswer, compressed=True),
    PUT=Action(see_mentions, form=SeenForm),
)
