"""The HTTP endpoints of outgoing webhooks."""

from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import UUID

from accounts.requests import SignedInRequest
from chatsite.contract.outgoing_webhooks import (
    OutgoingWebhookAnswer,
    OutgoingWebhooksAnswer,
    WebhookDeliveriesAnswer,
    WebhookDeliveryAnswer,
)
from chatsite.web.api import Action, Answer, Endpoint
from messaging.webhooks.outgoing import services
from messaging.webhooks.outgoing.forms import (
    AddOutgoingWebhookForm,
    ChangeOutgoingWebhookForm,
    ListDeliveriesForm,
    ListOutgoingWebhooksForm,
)
from messaging.webhooks.outgoing.payloads import delivery_payloads, webhook_payload
from messaging.webhooks.outgoing.queries import listed_deliveries, listed_webhooks

Data = dict[str, Any]


def list_webhooks(request: SignedInRequest, data: Data) -> Answer:
    """Return the outgoing webhooks that the caller manages, newest first."""
    found, has_more = listed_webhooks(user=request.user, **data)
    return {"webhooks": [webhook_payload(one) for one in found], "has_more": has_more}


def add(request: SignedInRequest, data: Data) -> Answer:
    """Have events posted to an address; the secret that signs them is shown only now."""
    webhook, secret = services.add(by=request.user, **data)
    return {"webhook": webhook_payload(webhook, secret=secret)}


def change(request: SignedInRequest, data: Data, outgoing_id: int) -> Answer:
    """Change an outgoing webhook, switch it off or on, or replace its secret."""
    webhook, secret = services.change(by=request.user, webhook_id=outgoing_id, **data)
    return {"webhook": webhook_payload(webhook, secret=secret)}


def remove(request: SignedInRequest, data: Data, outgoing_id: int) -> Answer:
    """Delete an outgoing webhook."""
    services.remove(by=request.user, webhook_id=outgoing_id)
    return None


def list_deliveries(request: SignedInRequest, data: Data, outgoing_id: int) -> Answer:
    """Return what became of the last deliveries, newest first."""
    found, has_more = listed_deliveries(user=request.user, webhook_id=outgoing_id, **data)
    return {"deliveries": delivery_payloads(found), "has_more": has_more}


def redeliver(request: SignedInRequest, data: Data, outgoing_id: int, delivery_id: UUID) -> Answer:
    """Send a delivery again, in the background."""
    delivery = services.redeliver(by=request.user, webhook_id=outgoing_id, delivery_id=delivery_id)
    return {"delivery": delivery_payloads([delivery])[0]}


# Who got hold of a token must not send a room elsewhere for good.
Own = partial(Action, tokens=False)

webhooks = Endpoint(
    GET=Own(list_webhooks, form=ListOutgoingWebhooksForm, answer=OutgoingWebhooksAnswer),
    POST=Own(add, form=AddOutgoingWebhookForm, answer=OutgoingWebhookAnswer, status=HTTPStatus.CREATED),
)
webhook = Endpoint(
    PATCH=Own(change, form=ChangeOutgoingWebhookForm, answer=OutgoingWebhookAnswer),
    DELETE=Own(remove),
)
deliveries = Endpoint(GET=Own(list_deliveries, form=ListDeliveriesForm, answer=WebhookDeliveriesAnswer))
redelivery = Endpoint(POST=Own(redeliver, answer=WebhookDeliveryAnswer, status=HTTPStatus.ACCEPTED))
