"""What may come in about incoming webhooks, and by them."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import PersonNameField
from chatsite.contract.errors import InvalidInput
from chatsite.text.visibility import has_visible
from chatsite.web.api import parse_json
from chatsite.web.forms import StrictForm, TextField, unknown_fields
from messaging.forms import clean_content
from messaging.models import MAX_CONTENT_CHARS
from messaging.webhooks.incoming.slack.message import message_text
from messaging.webhooks.incoming.slack.reading import Given, text_of

CUT = "…"
MAX_KEY_CHARS = 255


class WebhookForm(StrictForm):
    """A new webhook."""

    name = PersonNameField()


class HookForm(StrictForm):
    """A message: ``content`` in our Markdown, or one in Slack's format, also as the field ``payload`` of a form.

    Senders can't react to a refusal: what they send besides is ignored, and what is too long is cut.
    """

    content = TextField(required=False)
    text = TextField(required=False)
    blocks = forms.JSONField(required=False)
    attachments = forms.JSONField(required=False)
    username = TextField(required=False)
    payload = TextField(required=False)

    @classmethod
    def parse(cls, data: object, *, typed: bool = True, files: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return ``{"content": str}``.

        Raises:
            InvalidInput: it says nothing, or a part of it has the wrong type.
        """
        given = _object(data)
        if not typed and "payload" in given:
            given = _object(parse_json(str(given["payload"])))
        text = text_of(given, "content")
        if not has_visible(text):
            text = message_text(given, MAX_CONTENT_CHARS)
        if not has_visible(text):
            nothing = _("There is nothing to post. Send content, text, blocks or attachments.")
            unknown = unknown_fields(given, cls.base_fields)
            raise InvalidInput(nothing, fields={name: [problem] for name, problem in unknown.items()})
        return {"content": clean_content(shortened(text))}


def _object(data: object) -> Given:
    if not isinstance(data, Mapping):
        raise InvalidInput(_("Send one JSON object."))
    return data


def shortened(text: str) -> str:
    """Return as much of ``text`` as a message takes."""
    return text if len(text) <= MAX_CONTENT_CHARS else text[: MAX_CONTENT_CHARS - 1].rstrip() + CUT


def clean_key(key: str | None) -> str | None:
    """Return the ``Idempotency-Key`` of a request, if it has one.

    Raises:
        InvalidInput: it is empty or too long, or not of visible ASCII.
    """
    if key is not None and not (1 <= len(key) <= MAX_KEY_CHARS and key.isascii() and key.isprintable()):
        raise InvalidInput(_("Idempotency-Key must have 1 to {count} ASCII characters.").format(count=MAX_KEY_CHARS))
    return key
