"""The endpoints of one's own access tokens. No token may make or revoke tokens."""

from functools import partial
from http import HTTPStatus
from typing import Any

from accounts.requests import SignedInRequest
from accounts.security.sessions import current_hash
from accounts.tokens.forms import TokenForm
from accounts.tokens.payloads import new_token_payload, token_payload
from accounts.tokens.queries import tokens_of
from accounts.tokens.services import create_token, revoke_token
from chatsite.contract.account_answers import NewTokenAnswer, TokensAnswer
from chatsite.web.api import Action, Answer, Endpoint

Data = dict[str, Any]


def list_tokens(request: SignedInRequest, data: Data) -> Answer:
    """Return the caller's access tokens, the newest first."""
    return {"tokens": [token_payload(token) for token in tokens_of(request.user)]}


def create(request: SignedInRequest, data: Data) -> Answer:
    """Create an access token; the answer alone has its secret."""
    new = create_token(by=request.user, user=request.user, session=current_hash(request), **data)
    return {"token": new_token_payload(new)}


def revoke(request: SignedInRequest, data: Data, token_id: int) -> Answer:
    """Revoke an access token."""
    revoke_token(by=request.user, user=request.user, token_id=token_id)
    return None


Own = partial(Action, tokens=False)

tokens = Endpoint(
    GET=Own(list_tokens, answer=TokensAnswer),
    POST=Own(create, form=TokenForm, answer=NewTokenAnswer, status=HTTPStatus.CREATED),
)
token = Endpoint(DELETE=Own(revoke))
