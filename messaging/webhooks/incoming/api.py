"""The HTTP endpoints of incoming webhooks."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest

from accounts.requests import SignedInRequest
from chatsite.contract.answers import MessageAnswer
from chatsite.contract.webhooks import IncomingWebhookAnswer, IncomingWebhooksAnswer
from chatsite.web.addresses import site_origin
from chatsite.web.api import Action, Answer, Endpoint
from messaging.webhooks.incoming import limits, services
from messaging.webhooks.incoming.addresses import address_of
from messaging.webhooks.incoming.forms import HookForm, WebhookForm, clean_key
from messaging.webhooks.incoming.payloads import webhook_payload
from messaging.webhooks.incoming.queries import webhook_by, webhooks_of

Data = dict[str, Any]


def list_webhooks(request: SignedInRequest, data: Data, room_id: int) -> Answer:
    """Return the incoming webhooks of a room, without their addresses."""
    return {"webhooks": [webhook_payload(one) for one in webhooks_of(room_id, request.user)]}


def create_webhook(request: SignedInRequest, data: Data, room_id: int) -> Answer:
    """Make an incoming webhook; its address is shown only now."""
    webhook, secret = services.create_webhook(room_id=room_id, by=request.user, **data)
    return {"webhook": webhook_payload(webhook, url=address_of(secret, origin=site_origin(request)))}


def delete_webhook(request: SignedInRequest, data: Data, room_id: int, webhook_id: int) -> Answer:
    """Delete an incoming webhook."""
    services.delete_webhook(room_id=room_id, webhook_id=webhook_id, by=request.user)
    return None


def post_message(request: HttpRequest, data: Data, secret: str) -> Answer:
    """Post a message to the room of a webhook."""
    webhook = webhook_by(secret)
    limits.take_turn(webhook.pk, data["content"])
    key = clean_key(request.headers.get("Idempotency-Key"))
    return {"message": services.post_by_webhook(webhook=webhook, key=key, **data)}


webhooks = Endpoint(
    GET=Action(list_webhooks, answer=IncomingWebhooksAnswer),
    POST=Action(create_webhook, form=WebhookForm, answer=IncomingWebhookAnswer, status=HTTPStatus.CREATED),
)
webhook = Endpoint(DELETE=Action(delete_webhook))
hook = Endpoint(POST=Action(post_message, form=HookForm, answer=MessageAnswer, by_secret=True))
