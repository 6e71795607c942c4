"""What may come in about notifications."""

import re
from collections.abc import Mapping
from datetime import time
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cryptography.hazmat.primitives.asymmetric import ec
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from chatsite.web.forms import ChoicesField, IdField, MomentField, NameField, NestedField, StrictForm
from messaging.notifications.deciding import Wanted
from messaging.notifications.keys import decoded
from messaging.notifications.models import MAX_KEY_CHARS, MAX_LABEL_CHARS, MAX_ZONE_CHARS

NOTHING = "nothing"
MAX_ENDPOINT_CHARS = 2_000
AUTH_BYTES = 16
MIN_MAIL_AFTER_S, MAX_MAIL_AFTER_S = 60, 7 * 86_400
_VISIBLE = re.compile("[!-~]+")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


class WantedField(ChoicesField):
    """What a person is notified of: ``["mentions", "direct"]``; an empty list, or ``["nothing"]``, for nothing."""

    def __init__(self, **kwargs: Any):
        super().__init__(choices=[*(~Wanted(0)).names, NOTHING], **kwargs)

    def clean(self, value: object) -> Any:
        """Return the bits of :class:`Wanted`."""
        names = super().clean(value)
        if NOTHING in names and len(names) > 1:
            raise ValidationError(_("“nothing” stands alone."))
        return int(Wanted.named(name for name in names if name != NOTHING))


class ClockField(forms.CharField):
    """A time of the day as clocks show it: ``22:30``."""

    def __init__(self, **kwargs: Any):
        super().__init__(max_length=5, **kwargs)

    def clean(self, value: object) -> time | None:
        """Return the time of the day."""
        text = super().clean(value)
        if not text:
            return None
        found = _CLOCK.fullmatch(text)
        if not found:
            raise ValidationError(_("This must be a time such as 22:30."))
        return time(int(found[1]), int(found[2]))


class ZoneField(forms.CharField):
    """A time zone by its IANA name."""

    def __init__(self, **kwargs: Any):
        super().__init__(max_length=MAX_ZONE_CHARS, **kwargs)

    def clean(self, value: object) -> str:
        """Return the name of a zone that this machine knows."""
        name = str(super().clean(value))
        try:
            return ZoneInfo(name).key if name else ""
        except (ZoneInfoNotFoundError, OSError, ValueError):
            raise ValidationError(_("There is no time zone of that name.")) from None


class NotificationsForm(StrictForm):
    """What is to be different about a person's notifications. ``null`` ends quiet hours and a pause."""

    NULLABLE = ("quiet_from", "quiet_to", "paused_until")

    push_for = WantedField(required=False)
    mail_for = WantedField(required=False)
    mail_after_s = forms.IntegerField(min_value=MIN_MAIL_AFTER_S, max_value=MAX_MAIL_AFTER_S, required=False)
    quiet_from = ClockField(required=False)
    quiet_to = ClockField(required=False)
    time_zone = ZoneField(required=False)
    sound = forms.BooleanField(required=False)
    paused_until = MomentField(required=False)

    @classmethod
    def parse(cls, data: object, *, typed: bool = True, files: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the cleaned fields; one that takes ``null`` is cleared by it.

        Raises:
            InvalidInput: as :meth:`StrictForm.parse`.
        """
        cleaned = super().parse(data, typed=typed, files=files)
        nulls = [name for name in cls.NULLABLE if isinstance(data, Mapping) and name in data and data[name] is None]
        return cleaned | dict.fromkeys(nulls)


class EndpointField(forms.CharField):
    """The address of a browser at its push service."""

    def __init__(self, **kwargs: Any):
        super().__init__(max_length=MAX_ENDPOINT_CHARS, **kwargs)

    def clean(self, value: object) -> str:
        """Return an https address; where it leads to is checked whenever it is used."""
        text = str(super().clean(value))
        try:
            parts = urlsplit(text)
            is_plain = parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
        except ValueError:
            is_plain = False
        if not is_plain or not _VISIBLE.fullmatch(text) or "@" in parts.netloc or parts.fragment:
            raise ValidationError(_("This must be an https address."))
        return text


class KeyBytesField(forms.CharField):
    """Bytes of a key in base64url."""

    def __init__(self, **kwargs: Any):
        super().__init__(max_length=MAX_KEY_CHARS, **kwargs)

    def clean(self, value: object) -> str:
        """Return the text, once it is sure that it holds such a key."""
        text = str(super().clean(value))
        try:
            self.check(decoded(text))
        except ValueError:
            raise ValidationError(_("This is no key of a push subscription.")) from None
        return text

    def check(self, key: bytes) -> None:
        """Go on only with a key of the right kind.

        Raises:
            ValueError: it is none.
        """
        if len(key) != AUTH_BYTES:
            raise ValueError(len(key))


class PublicKeyField(KeyBytesField):
    """A public key: a point on the curve P-256."""

    def check(self, key: bytes) -> None:
        """Go on only with a point on the curve.

        Raises:
            ValueError: it is none.
        """
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)


class SubscriptionKeysForm(StrictForm):
    """With what messages to a browser are encrypted."""

    p256dh = PublicKeyField()
    auth = KeyBytesField()


class SubscriptionForm(StrictForm):
    """A browser's subscription as ``PushSubscription.toJSON()`` gives it."""

    endpoint = EndpointField()
    keys = NestedField(SubscriptionKeysForm)
    expirationTime = forms.FloatField(required=False)  # noqa: N815 - the browser's name


class SubscribeForm(StrictForm):
    """A browser that is to receive notifications."""

    subscription = NestedField(SubscriptionForm)
    label = NameField(max_length=MAX_LABEL_CHARS, required=False)


class PushTestForm(StrictForm):
    """Which device to try; without one all."""

    id = IdField(required=False)
