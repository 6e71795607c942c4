"""What the endpoints of webhooks answer (docs/contract.md)."""

from typing import TypedDict

from chatsite.contract.payloads import UserPayload


class IncomingWebhookPayload(TypedDict):
    """An address for messages to a room; ``url``, which holds its secret, is there only in the answer that makes it."""

    id: int
    name: str
    url: str | None
    bot: UserPayload
    created_by: UserPayload | None
    created_at: str
    last_used_at: str | None


class IncomingWebhookAnswer(TypedDict):
    """A webhook that was made."""

    webhook: IncomingWebhookPayload


class IncomingWebhooksAnswer(TypedDict):
    """The webhooks of a room, oldest first."""

    webhooks: list[IncomingWebhookPayload]
