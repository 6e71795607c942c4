"""Programs to which a room of the small community sends what happens in it: one that works, and two that do not."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from messaging.models import OutgoingWebhook, WebhookDelivery
from messaging.webhooks.outgoing.services import add
from rooms.models import Room

_Status = WebhookDelivery.Status
# From the oldest: what was sent, what became of it, how often it was tried, the answer and what was wrong.
DELIVERIES = [
    ("member_joined", _Status.FAILED, 34, 503, "refused 503"),
    ("new_message", _Status.DROPPED, 2, None, "too_slow"),
    ("message_updated", _Status.DELIVERED, 3, 200, ""),
    ("new_message", _Status.DELIVERED, 1, 204, ""),
    ("new_message", _Status.PENDING, 4, None, "no_name"),
]


def send_moves(room: Room, by: User) -> None:
    """Have the moves of a game sent to a board, which answers, and to programs that have stopped answering."""
    now = timezone.now()
    printer = _webhook(room, by, "Score sheet printer", "https://printer.example.org/hooks/moves")
    _change(printer, is_active=False, off_reason=OutgoingWebhook.OffReason.FAILING)
    clock = _webhook(room, by, "Clock", "https://clock.example.org/")
    _change(clock, failing_since=now - timedelta(hours=30), last_success_at=now - timedelta(days=2))
    board = _webhook(room, by, "Board on the website", "https://board.example.org/api/v2/rooms/chess-by-mail/events")
    _change(board, last_success_at=now - timedelta(minutes=4))
    for version, (event, status, attempts, answer, reason) in enumerate(DELIVERIES, start=1):
        tried = now - timedelta(hours=3 * (len(DELIVERIES) - version), minutes=4)
        said = {"status": status, "attempts": attempts, "answer_status": answer, "reason": reason}
        place = {"webhook": board, "room": room, "version": version, "event": event}
        WebhookDelivery.objects.create(uuid=uuid4(), created_at=tried, tried_at=tried, **place, **said)


def _webhook(room: Room, by: User, name: str, url: str) -> OutgoingWebhook:
    return add(by=by, room_id=room.pk, name=name, url=url, events=["new_message", "message_updated"])[0]


def _change(webhook: OutgoingWebhook, **fields: object) -> None:
    OutgoingWebhook.objects.filter(pk=webhook.pk).update(**fields)
