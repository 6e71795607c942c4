"""Everything that people change about outgoing webhooks."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.moderation.administration import require_admin
from accounts.moderation.log import LoggedRoom, record
from accounts.moderation.models import Action
from accounts.restrictions import require_not_banned, require_not_muted
from chatsite.contract.errors import Conflict
from chatsite.db.transactions import in_transaction
from chatsite.jobs.queue import enqueue
from chatsite.limits.window import limited
from messaging.webhooks.outgoing import limits
from messaging.webhooks.outgoing.following import begin
from messaging.webhooks.outgoing.models import OutgoingWebhook, WebhookDelivery, WebhookPosition
from messaging.webhooks.outgoing.policies import may_have_webhooks
from messaging.webhooks.outgoing.queries import change_to_send, delivery_of, webhook_to_manage
from messaging.webhooks.outgoing.redelivering import redeliver_now
from messaging.webhooks.outgoing.signing import locked, new_secret
from messaging.webhooks.outgoing.switching import abandon, named
from rooms.changing import enter, logged
from rooms.models import Room
from rooms.policies import require, require_own_voice


@limited(limits.CHANGES)
@in_transaction
def add(*, by: User, name: str, url: str, events: list[str], room_id: int | None = None) -> tuple[OutgoingWebhook, str]:
    """Have what happens in a room, or in all public rooms, posted to an address; return also the secret that signs.

    Raises:
        NotFound: there is no such room, or ``by`` may not see it.
        NotAllowed: they are neither its owner nor an administrator, or are muted.
        Conflict: there are too many already.
        RateLimited: done too often.
    """
    room = None if room_id is None else _room_to_watch(room_id, by)
    if room is None:
        require(by.is_admin, _("Only administrators can set up webhooks for all rooms."))
        require_not_banned(by)
        User.objects.select_for_update().only("pk").get(pk=by.pk)
    most = limits.MAX_PER_ROOM if room else limits.MAX_OF_ALL_ROOMS
    if OutgoingWebhook.objects.filter(room=room).count() >= most:
        raise Conflict(_("There are {count} outgoing webhooks already. Delete one first.").format(count=most))
    secret = new_secret()
    webhook = OutgoingWebhook.objects.create(
        room=room, keeper=by, name=name, url=url, events=events, locked_secret=locked(secret)
    )
    begin(webhook)
    record(Action.OUTGOING_ADDED, by=by, room=_logged(webhook), detail=named(webhook))
    return webhook, secret


def _room_to_watch(room_id: int, by: User) -> Room:
    room, standing = enter(room_id, by)
    require(not room.is_direct, _("Direct messages can't have webhooks."))
    require(may_have_webhooks(standing, room), _("Only the room's owner and administrators can set up webhooks."))
    require_own_voice(standing)
    return room


def _logged(webhook: OutgoingWebhook) -> LoggedRoom | None:
    return logged(webhook.room) if webhook.room else None


@limited(limits.CHANGES)
@in_transaction
def change(
    *,
    by: User,
    webhook_id: int,
    name: str | None = None,
    url: str | None = None,
    events: list[str] | None = None,
    is_active: bool | None = None,
    new_secret: bool = False,
) -> tuple[OutgoingWebhook, str]:
    """Change a webhook, which acts with the rights of ``by`` from now on; return also its secret if that is new.

    One that is switched on begins with what comes next.

    Raises:
        NotFound: there is none of this id that they may manage.
        NotAllowed: they are muted.
        RateLimited: done too often.
    """
    require_not_banned(by)
    require_not_muted(by)
    webhook = webhook_to_manage(by, webhook_id)
    was_active, webhook.keeper = webhook.is_active, by
    webhook.name, webhook.events = name or webhook.name, events or webhook.events
    if url not in (None, webhook.url):
        webhook.url, webhook.failing_since = url, None
        WebhookPosition.objects.filter(webhook=webhook).update(next_at=None)
    if is_active is not None:
        webhook.is_active, webhook.off_reason = is_active, ""
    secret = _replace_secret(webhook) if new_secret else ""
    if was_active != webhook.is_active:
        _switch(webhook)
    webhook.save(update_fields=[*_CHANGED, "failing_since", "off_reason", "locked_secret"])
    record(Action.OUTGOING_CHANGED, by=by, room=_logged(webhook), detail=named(webhook))
    return webhook, secret


_CHANGED = ["keeper", "name", "url", "events", "is_active"]


def _replace_secret(webhook: OutgoingWebhook) -> str:
    secret = new_secret()
    webhook.locked_secret = locked(secret)
    return secret


def _switch(webhook: OutgoingWebhook) -> None:
    """Begin anew, or give up what is being retried; whichever process works on it stops."""
    OutgoingWebhook.objects.filter(pk=webhook.pk).update(holder=None, held_until=None)
    webhook.failing_since = None
    if webhook.is_active:
        begin(webhook)
    else:
        abandon(webhook)


@limited(limits.CHANGES)
@in_transaction
def remove(*, by: User, webhook_id: int) -> None:
    """Delete a webhook with its log.

    Raises:
        NotFound: there is none of this id that ``by`` may manage.
        RateLimited: done too often.
    """
    require_not_banned(by)
    webhook = webhook_to_manage(by, webhook_id)
    record(Action.OUTGOING_REMOVED, by=by, room=_logged(webhook), detail=named(webhook))
    webhook.delete()


@in_transaction
def turn_off(webhook: OutgoingWebhook, *, by: User) -> None:
    """Switch off any webhook, for an administrator: also of a private room that they are not in."""
    require_admin(by)
    if OutgoingWebhook.objects.filter(pk=webhook.pk, is_active=True).update(is_active=False, off_reason=""):
        webhook.is_active = False
        _switch(webhook)
        record(Action.OUTGOING_CHANGED, by=by, whom=webhook.keeper, room=_logged(webhook), detail=named(webhook))


@limited(limits.REDELIVERIES)
@in_transaction
def redeliver(*, by: User, webhook_id: int, delivery_id: UUID) -> WebhookDelivery:
    """Send again what was sent or abandoned, under the same id, as it is now: soon, and out of order.

    What is being retried is tried at once, in its order.

    Raises:
        NotFound: there is no such webhook or delivery.
        Conflict: the webhook is off, or there was a later change, which has a delivery of its own.
        RateLimited: done too often.
    """
    require_not_banned(by)
    webhook = webhook_to_manage(by, webhook_id)
    delivery = delivery_of(webhook_id, delivery_id)
    if not webhook.is_active:
        raise Conflict(_("This webhook is off. Turn it on first."))
    if delivery.status == WebhookDelivery.Status.PENDING:
        WebhookPosition.objects.filter(webhook=webhook, room=delivery.room_id).update(next_at=None)
        return delivery
    if change_to_send(webhook, delivery) is None:
        raise Conflict(_("This has changed since, and the later change was delivered by itself."))
    enqueue(redeliver_now, delivery_id=delivery.pk)
    return delivery
