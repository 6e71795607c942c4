"""The HTTP endpoints of notifications."""

from functools import partial
from typing import Any

from django.conf import settings

from accounts.requests import SignedInRequest
from accounts.security.sessions import current_hash
from chatsite.contract.errors import NotAllowed
from chatsite.contract.notifications import DeviceAnswer, DevicesAnswer, NotificationsAnswer, PushTestAnswer
from chatsite.web.api import Action, Answer, Endpoint
from messaging.notifications import devices
from messaging.notifications.choosing import choose, settings_of
from messaging.notifications.devices import Subscription
from messaging.notifications.forms import NotificationsForm, PushTestForm, SubscribeForm
from messaging.notifications.keys import public_key
from messaging.notifications.mail.sending import is_available
from messaging.notifications.models import NotificationSettings
from messaging.notifications.payloads import device_payload, notifications_payload, silence_payload, tried_payload
from messaging.notifications.push.checking import try_devices

Data = dict[str, Any]


def show_notifications(request: SignedInRequest, data: Data) -> Answer:
    """Return what the caller is notified of, and how."""
    return _answer(settings_of(request.user))


def change_notifications(request: SignedInRequest, data: Data) -> Answer:
    """Choose what to be notified of."""
    return _answer(choose(by=request.user, changes=data))


def _answer(chosen: NotificationSettings) -> Answer:
    return {
        "notifications": notifications_payload(chosen),
        "silence": silence_payload(chosen),
        "mail_available": is_available(),
        "push_available": bool(settings.WEB_PUSH),
        "push_key": public_key() if settings.WEB_PUSH else None,
    }


def list_devices(request: SignedInRequest, data: Data) -> Answer:
    """Return the browsers in which the caller receives notifications."""
    here = current_hash(request)
    return {"devices": [device_payload(one, session_hash=here) for one in devices.devices_of(request.user)]}


def subscribe(request: SignedInRequest, data: Data) -> Answer:
    """Receive notifications in this browser."""
    here = current_hash(request)
    if not settings.WEB_PUSH or here is None:
        raise NotAllowed
    given = data.pop("subscription")
    subscription = Subscription(given["endpoint"], **given["keys"])
    device = devices.subscribe(by=request.user, session_hash=here, subscription=subscription, **data)
    return {"device": device_payload(device, session_hash=here)}


def unsubscribe(request: SignedInRequest, data: Data, device_id: int) -> Answer:
    """Receive no more notifications in a browser."""
    devices.unsubscribe(by=request.user, subscription_id=device_id)
    return None


def try_push(request: SignedInRequest, data: Data) -> Answer:
    """Send a test to the caller's browsers, and return what became of each."""
    tried = try_devices(by=request.user, device_id=data.get("id"))
    return {"results": [tried_payload(one) for one in tried]}


Personal = partial(Action, tokens=False)

notifications = Endpoint(
    GET=Action(show_notifications, answer=NotificationsAnswer),
    PUT=Action(change_notifications, form=NotificationsForm, answer=NotificationsAnswer),
)
push = Endpoint(
    GET=Personal(list_devices, answer=DevicesAnswer),
    POST=Personal(subscribe, form=SubscribeForm, answer=DeviceAnswer, status=201),
)
device = Endpoint(DELETE=Personal(unsubscribe))
push_test = Endpoint(
    POST=Personal(try_push, form=PushTestForm, answer=PushTestAnswer, takes_long=lambda request: True),
)
