"""What people chose about notifications, and the devices that receive them."""

from collections.abc import Iterator

from accounts.models import User
from accounts.upkeep.personal_data import PersonalData, Record, register
from chatsite.text.times import timestamp
from messaging.notifications.models import NotificationSettings, Notified, PushSubscription
from messaging.notifications.payloads import notifications_payload


def _choices(user: User) -> Iterator[Record]:
    for chosen in NotificationSettings.objects.filter(user=user):
        yield {**notifications_payload(chosen)}


def _erase_choices(user: User, words: bool) -> Iterator[int]:  # noqa: FBT001 - as PersonalData.erase says
    yield Notified.objects.filter(user=user).delete()[0]
    yield NotificationSettings.objects.filter(user=user).delete()[0]


def _devices(user: User) -> Iterator[Record]:
    """Yield the devices by the names they go by; their endpoints and keys are secrets of the browsers."""
    for one in PushSubscription.objects.filter(user=user).order_by("pk"):
        yield {
            "label": one.label,
            "created_at": timestamp(one.created_at),
            "last_success_at": timestamp(one.last_success_at),
        }


def _erase_devices(user: User, words: bool) -> Iterator[int]:  # noqa: FBT001 - as PersonalData.erase says
    yield PushSubscription.objects.filter(user=user).delete()[0]


register(PersonalData("notification_settings", _choices, _erase_choices))
register(PersonalData("push_devices", _devices, _erase_devices))
