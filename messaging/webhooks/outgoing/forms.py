"""What may come in about outgoing webhooks."""

import re
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import idna
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext_lazy as _

from chatsite.web.forms import ChoicesField, IdField, NameField, StrictForm
from chatsite.web.outgoing import AddressRefused, is_public, target_of
from messaging.webhooks.outgoing.events import EVENTS
from messaging.webhooks.outgoing.models import MAX_NAME_CHARS, MAX_URL_CHARS
from messaging.webhooks.outgoing.queries import MAX_DELIVERIES, PAGE

_VISIBLE = re.compile("[!-~]+")


class ReceiverField(forms.CharField):
    """The address that events are posted to."""

    def __init__(self, **kwargs: Any):
        super().__init__(max_length=MAX_URL_CHARS, **kwargs)

    def to_python(self, value: object) -> str:
        """Return the address as requests have it: in ASCII."""
        return _in_ascii(str(super().to_python(value)))

    def clean(self, value: object) -> str:
        """Return an https address; where its name leads to is checked whenever it is used."""
        text = str(super().clean(value))
        try:
            host = target_of(text).host if _VISIBLE.fullmatch(text) and urlsplit(text).port != 0 else ""
        except (AddressRefused, ValueError):
            host = ""
        if not host:
            raise ValidationError(_("This must be an address that begins with https://, without a password."))
        if "#" in text:
            raise ValidationError(_("This must be an address without a fragment (#)."))
        if _is_private(host):
            raise ValidationError(_("This address isn't on the internet."))
        return text


def _in_ascii(url: str) -> str:
    """Return an address with its host in IDNA and the rest percent-encoded; one that can't be so stays as it is."""
    if url.isascii() or len(url) > MAX_URL_CHARS or len(url.split()) != 1:
        return url
    try:
        parts = urlsplit(url)
        host, colon, port = parts.netloc.partition(":")
        name = host if host.isascii() else idna.encode(host, uts46=True).decode()
    except ValueError:
        return url
    return str(iri_to_uri(urlunsplit(parts._replace(netloc=f"{name}{colon}{port}"))))


def _is_private(host: str) -> bool:
    """Tell of a host that it is no public one without looking it up: an IP address, or this machine's own name."""
    if settings.OUTGOING_PRIVATE_ADDRESSES:
        return False
    name = host.rstrip(".").lower()
    try:
        return name == "localhost" or name.endswith(".localhost") or not is_public(name)
    except ValueError:
        return False


class GivenNameField(NameField):
    """A name that may be left out, but not be empty."""

    def clean(self, value: object) -> str:
        """Return the name."""
        name = str(super().clean(value))
        if not name:
            raise ValidationError(self.error_messages["required"], code="required")
        return name


class EventsField(ChoicesField):
    """Which events are sent."""

    def __init__(self, **kwargs: Any):
        super().__init__(choices=[str(one) for one in EVENTS], **kwargs)

    def clean(self, value: object) -> list[str]:
        """Return the events, each once: at least one."""
        chosen = super().clean(value)
        if not chosen:
            raise ValidationError(_("Choose at least one event."))
        return chosen


class AddOutgoingWebhookForm(StrictForm):
    """A new webhook, of a room or of all public ones."""

    room_id = IdField(required=False)
    name = NameField(max_length=MAX_NAME_CHARS)
    url = ReceiverField()
    events = EventsField()


class ChangeOutgoingWebhookForm(StrictForm):
    """What is to be different about a webhook; ``new_secret`` replaces the one that signs."""

    name = GivenNameField(max_length=MAX_NAME_CHARS, required=False)
    url = ReceiverField(required=False)
    events = EventsField(required=False)
    is_active = forms.BooleanField(required=False)
    new_secret = forms.BooleanField(required=False)


class ListOutgoingWebhooksForm(StrictForm):
    """Which page of the webhooks, of all rooms or of one."""

    room_id = IdField(required=False)
    before = IdField(required=False)
    limit = forms.IntegerField(initial=PAGE, min_value=1, max_value=PAGE)


class ListDeliveriesForm(StrictForm):
    """Which page of the deliveries."""

    before = forms.UUIDField(required=False)
    limit = forms.IntegerField(initial=PAGE, min_value=1, max_value=MAX_DELIVERIES)
