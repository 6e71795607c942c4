"""The browsers in which people receive notifications: subscriptions at push services, each of a session."""

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from accounts.models import User
from accounts.security.sessions import live_hashes
from chatsite.contract.errors import NotFound
from chatsite.db.transactions import in_repeatable_transaction
from chatsite.limits.window import limited
from messaging.notifications import limits
from messaging.notifications.models import PushSubscription

MAX_DEVICES = 10


class Subscription(NamedTuple):
    """What a browser was given by its push service (the JSON of a ``PushSubscription``)."""

    endpoint: str
    p256dh: str
    auth: str


@limited(limits.DEVICES)
@in_repeatable_transaction
def subscribe(*, by: User, session_hash: str, subscription: Subscription, label: str = "") -> PushSubscription:
    """Have a browser receive what ``by`` is notified of, until its session ends. Repeating it changes nothing.

    A browser that received another person's notifications receives them no longer: it is the same browser. Beyond
    ``MAX_DEVICES`` the one that has received nothing for longest gives way.

    Raises:
        RateLimited: done too often.
    """
    User.objects.select_for_update().only("pk").get(pk=by.pk)  # two devices at once stay within the bound
    fields = {
        "user": by,
        "session_hash": session_hash,
        "endpoint": subscription.endpoint,
        "p256dh": subscription.p256dh,
        "auth": subscription.auth,
    }
    labelled = fields | ({"label": label} if label else {})
    row, _is_new = PushSubscription.objects.update_or_create(
        endpoint_hash=endpoint_hash(subscription.endpoint), defaults=labelled
    )
    _drop([one for one in devices_of(by) if one.pk != row.pk][MAX_DEVICES - 1 :])
    return row


@limited(limits.DEVICES)
@in_repeatable_transaction
def unsubscribe(*, by: User, subscription_id: int) -> None:
    """Have a browser of ``by`` receive nothing any more.

    Raises:
        NotFound: they have no such device.
        RateLimited: done too often.
    """
    if not PushSubscription.objects.filter(pk=subscription_id, user=by).delete()[0]:
        raise NotFound


def devices_of(user: User) -> list[PushSubscription]:
    """Return the devices of ``user`` whose sessions go on, those that last received something first."""
    alive = living(PushSubscription.objects.filter(user=user))
    return sorted(alive, key=lambda row: (row.last_success_at or row.created_at, row.pk), reverse=True)


def living(rows: Iterable[PushSubscription]) -> list[PushSubscription]:
    """Return those of ``rows`` whose sessions go on; the others are removed, as their devices were signed out."""
    found = list(rows)
    alive = live_hashes({row.session_hash for row in found}) if found else set()
    _drop([row for row in found if row.session_hash not in alive])
    return [row for row in found if row.session_hash in alive]


def endpoint_hash(endpoint: str) -> str:
    """Return what stands for an endpoint where it is looked up: it may be longer than an index takes."""
    return hashlib.sha256(endpoint.encode()).hexdigest()


def _drop(rows: list[PushSubscription]) -> None:
    if rows:
        PushSubscription.objects.filter(pk__in=[row.pk for row in rows]).delete()
