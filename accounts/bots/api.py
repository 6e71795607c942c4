"""The endpoints of bots, for administrators who are signed in: no token administers."""

from functools import partial
from http import HTTPStatus
from typing import Any

from accounts.bots.forms import BotForm
from accounts.bots.payloads import bot_payload
from accounts.bots.queries import bot_with, bots
from accounts.bots.services import create_bot, delete_bot
from accounts.forms import PictureForm
from accounts.models import User
from accounts.moderation import administration
from accounts.moderation.administration import require_admin
from accounts.pictures import avatars
from accounts.requests import SignedInRequest
from accounts.tokens.forms import TokenForm
from accounts.tokens.payloads import new_token_payload, token_payload
from accounts.tokens.queries import tokens_of
from accounts.tokens.services import create_token, revoke_token
from chatsite.contract.account_answers import BotAnswer, BotsAnswer, NewTokenAnswer, TokensAnswer
from chatsite.web.api import Action, Answer, Endpoint

Data = dict[str, Any]


def list_bots(request: SignedInRequest, data: Data) -> Answer:
    """Return all bots, by name."""
    require_admin(request.user)
    return {"bots": [bot_payload(bot) for bot in bots()]}


def create(request: SignedInRequest, data: Data) -> Answer:
    """Create a bot."""
    return {"bot": bot_payload(create_bot(by=request.user, **data))}


def rename(request: SignedInRequest, data: Data, bot_id: int) -> Answer:
    """Give a bot another name."""
    bot = _bot(request, bot_id)
    administration.rename(bot, data["name"], by=request.user)
    return {"bot": bot_payload(bot)}


def delete(request: SignedInRequest, data: Data, bot_id: int) -> None:
    """Delete a bot with its tokens; its messages stay."""
    delete_bot(_bot(request, bot_id), by=request.user)


def set_picture(request: SignedInRequest, data: Data, bot_id: int) -> Answer:
    """Give a bot a picture."""
    return {"bot": bot_payload(avatars.set_avatar(_bot(request, bot_id), data["file"].read()))}


def remove_picture(request: SignedInRequest, data: Data, bot_id: int) -> Answer:
    """Take a bot's picture away."""
    return {"bot": bot_payload(avatars.clear_avatar(_bot(request, bot_id)))}


def list_tokens(request: SignedInRequest, data: Data, bot_id: int) -> Answer:
    """Return the access tokens of a bot, the newest first."""
    return {"tokens": [token_payload(token) for token in tokens_of(_bot(request, bot_id))]}


def add_token(request: SignedInRequest, data: Data, bot_id: int) -> Answer:
    """Create an access token of a bot; the answer alone has its secret."""
    return {"token": new_token_payload(create_token(by=request.user, user=_bot(request, bot_id), **data))}


def remove_token(request: SignedInRequest, data: Data, bot_id: int, token_id: int) -> None:
    """Revoke an access token of a bot."""
    revoke_token(by=request.user, user=_bot(request, bot_id), token_id=token_id)


def _bot(request: SignedInRequest, bot_id: int) -> User:
    require_admin(request.user)
    return bot_with(bot_id)


Administrative = partial(Action, tokens=False)

all_bots = Endpoint(
    GET=Administrative(list_bots, answer=BotsAnswer),
    POST=Administrative(create, form=BotForm, answer=BotAnswer, status=HTTPStatus.CREATED),
)
one = Endpoint(PATCH=Administrative(rename, form=BotForm, answer=BotAnswer), DELETE=Administrative(delete))
picture = Endpoint(
    POST=Administrative(set_picture, PictureForm, BotAnswer, multipart=True),
    DELETE=Administrative(remove_picture, answer=BotAnswer),
)
tokens = Endpoint(
    GET=Administrative(list_tokens, answer=TokensAnswer),
    POST=Administrative(add_token, form=TokenForm, answer=NewTokenAnswer, status=HTTPStatus.CREATED),
)
token = Endpoint(DELETE=Administrative(remove_token))
