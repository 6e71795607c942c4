"""The endpoint of whom the caller has blocked; ``/users/<id>/block`` is with the other endpoints of people."""

from typing import Any

from accounts.blocking.payloads import block_payload
from accounts.blocking.queries import blocks_of
from accounts.requests import SignedInRequest
from chatsite.contract.answers import BlocksAnswer
from chatsite.web.api import Action, Answer, Endpoint


def list_blocks(request: SignedInRequest, data: dict[str, Any]) -> Answer:
    """Return the people whom the caller has blocked, the newest first."""
    return {"blocks": [block_payload(block) for block in blocks_of(request.user)]}


blocks = Endpoint(GET=Action(list_blocks, answer=BlocksAnswer))
