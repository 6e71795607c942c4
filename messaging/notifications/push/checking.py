"""Trying out whether notifications arrive, for a person who asks."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from accounts.models import User
from chatsite.contract.errors import NotFound
from chatsite.limits.window import limited
from messaging.notifications import limits
from messaging.notifications.devices import devices_of
from messaging.notifications.models import PushSubscription
from messaging.notifications.push.contents import test_contents
from messaging.notifications.push.delivery import Outcome, Parcel, deliver, topic_of
from messaging.notifications.push.sending import note_outcomes
from messaging.notifications.push.signing import Signer


class Tried(NamedTuple):
    """A device, and what became of the test."""

    device: PushSubscription
    outcome: Outcome


@limited(limits.TESTS)
def try_devices(*, by: User, device_id: int | None = None) -> list[Tried]:
    """Send a test to all devices of ``by``, or to one, and return what their push services answered.

    Raises:
        NotFound: they have no such device.
        RateLimited: done too often.
    """
    devices = [one for one in devices_of(by) if device_id in {None, one.pk}]
    if device_id is not None and not devices:
        raise NotFound
    outcomes = _deliver(devices)
    note_outcomes([(one.device, one.outcome) for one in outcomes])
    return outcomes


def _deliver(devices: Sequence[PushSubscription]) -> list[Tried]:
    if not devices:
        return []
    signer, contents = Signer(), test_contents()
    with ThreadPoolExecutor(len(devices), thread_name_prefix="push-test") as pool:
        parcels = [Parcel(one, contents, topic_of(one.user_id, 0), is_urgent=True) for one in devices]
        outcomes = pool.map(lambda parcel: deliver(parcel, signer), parcels)
        return [Tried(*pair) for pair in zip(devices, outcomes, strict=True)]
