"""What the endpoints of outgoing webhooks answer (docs/contract.md)."""

from typing import Literal, NotRequired, TypedDict

from chatsite.contract.payloads import NamedRoomPayload, UserPayload

OffReason = Literal["failing", "gone", "rights", "room"]
DeliveryStatus = Literal["pending", "delivered", "failed", "dropped"]


class OutgoingWebhookPayload(TypedDict):
    """An outgoing webhook; ``secret`` is there only when it is new, ``off_reason`` if it was switched off by itself."""

    id: int
    name: str
    room: NamedRoomPayload | None
    url: str
    events: list[str]
    by: UserPayload
    is_active: bool
    off_reason: OffReason | None
    failing_since: str | None
    last_success_at: str | None
    created_at: str
    secret: NotRequired[str]


class OutgoingWebhookAnswer(TypedDict):
    """An outgoing webhook."""

    webhook: OutgoingWebhookPayload


class OutgoingWebhooksAnswer(TypedDict):
    """The outgoing webhooks that I manage, newest first."""

    webhooks: list[OutgoingWebhookPayload]
    has_more: bool


class WebhookDeliveryPayload(TypedDict):
    """What became of a delivery: of the last attempt ``answer_status``, if it was answered, and ``error`` in words."""

    id: str
    event: str
    room: NamedRoomPayload
    version: int
    status: DeliveryStatus
    attempts: int
    answer_status: int | None
    error: str
    created_at: str
    tried_at: str
    next_at: str | None


class WebhookDeliveryAnswer(TypedDict):
    """A delivery."""

    delivery: WebhookDeliveryPayload


class WebhookDeliveriesAnswer(TypedDict):
    """The deliveries of an outgoing webhook, newest first."""

    deliveries: list[WebhookDeliveryPayload]
    has_more: bool
