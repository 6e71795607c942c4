"""The HTTP endpoints of reactions."""

from itertools import groupby
from typing import Any

from accounts.requests import SignedInRequest
from chatsite.contract.answers import MessageAnswer, ReactionsAnswer
from chatsite.web.api import Action, Answer, Endpoint
from messaging.payloads import message_payload
from messaging.reactions.forms import ReactionsForm, clean_emoji
from messaging.reactions.models import Reaction
from messaging.reactions.queries import reactions_to
from messaging.reactions.services import react
from rooms.payloads import person_payload

Data = dict[str, Any]


def list_reactions(request: SignedInRequest, data: Data, room_id: int, seq: int) -> Answer:
    """Return who reacted, in the order they did."""
    page = reactions_to(user=request.user, room_id=room_id, seq=seq, **data)
    return {
        "reactions": [
            {"emoji": emoji, "users": [person_payload(reaction.user) for reaction in together]}
            for emoji, together in groupby(page.reactions, _emoji_of)
        ],
        "has_more": page.has_more,
        "last_id": page.reactions[-1].pk if page.reactions else data["after"],
    }


def _emoji_of(reaction: Reaction) -> str:
    return str(reaction.emoji)


def set_reaction(request: SignedInRequest, data: Data, room_id: int, seq: int, emoji: str) -> Answer:
    """React to a message."""
    return _answer(request, room_id, seq, emoji, on=True)


def take_back(request: SignedInRequest, data: Data, room_id: int, seq: int, emoji: str) -> Answer:
    """Take a reaction back."""
    return _answer(request, room_id, seq, emoji, on=False)


def _answer(request: SignedInRequest, room_id: int, seq: int, emoji: str, *, on: bool) -> Answer:
    message = react(room_id=room_id, seq=seq, by=request.user, emoji=clean_emoji(emoji), on=on)
    return {"message": message_payload(message)}


reactions = Endpoint(GET=Action(list_reactions, form=ReactionsForm, answer=ReactionsAnswer, compressed=True))
reaction = Endpoint(
    PUT=Action(set_reaction, answer=MessageAnswer),
    DELETE=Action(take_back, answer=MessageAnswer),
)
