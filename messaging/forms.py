"""What may come in about messages."""

from collections.abc import Mapping
from typing import Any, NewType
from uuid import RFC_4122, UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.moderation.models import MAX_REASON_CHARS
from chatsite.contract.errors import InvalidInput
from chatsite.text.visibility import has_visible
from chatsite.web.forms import IdField, MomentField, StrictForm, TextField, UuidsField
from messaging.models import MAX_CHANGES, MAX_CONTENT_CHARS, MAX_PAGE_MESSAGES, PAGE_MESSAGES

NEWEST_UUID = 7
MAX_ATTACHMENTS = 10
HISTORY_TEXTS = 20

# A message's text after ContentField: the services take no other, so that it is cleaned once, at the entry point.
CleanContent = NewType("CleanContent", str)


class ContentField(TextField):
    """What a message says, as :data:`CleanContent`."""

    def __init__(self, **kwargs: Any):
        super().__init__(max_length=MAX_CONTENT_CHARS, **kwargs)


_content = ContentField()


def clean_content(text: str) -> CleanContent:
    """Return what a message may say of a ``text`` that came through no form.

    Raises:
        InvalidInput: it is too long, or shows nothing.
    """
    try:
        return CleanContent(_content.clean(text))
    except forms.ValidationError as error:
        raise InvalidInput(fields={"content": error.messages}) from None


class NoText(InvalidInput):
    """A message would show nothing."""

    def __init__(self) -> None:
        super().__init__(fields={"content": [_content.error_messages["required"]]})


class ClientIdField(forms.UUIDField):
    """A UUID of version 1 to 7 (RFC 9562): MariaDB's own type refuses some of the others."""

    def clean(self, value: Any) -> UUID | None:
        """Return the UUID."""
        client_id: UUID | None = super().clean(value)
        if client_id and not (client_id.variant == RFC_4122 and 1 <= (client_id.version or 0) <= NEWEST_UUID):
            raise forms.ValidationError(_("Use a UUID of version 1 to 7."), code="version")
        return client_id


class PostForm(StrictForm):
    """A new message; ``reply_to`` is the ``seq`` of the one it answers. Only one with attachments needs no text."""

    content = ContentField(required=False, initial="")
    client_id = ClientIdField(required=False)
    reply_to = IdField(required=False)
    attachment_ids = UuidsField(max_count=MAX_ATTACHMENTS, required=False)

    @classmethod
    def parse(cls, data: object, *, typed: bool = True, files: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the cleaned fields; a text that shows nothing is none."""
        cleaned = super().parse(data, typed=typed, files=files)
        if not has_visible(cleaned["content"]):
            if not cleaned.get("attachment_ids"):
                raise NoText
            cleaned["content"] = CleanContent("")
        return cleaned


class EditForm(StrictForm):
    """A message's new text. Only one with attachments may lose its text."""

    content = ContentField(required=False)

    @classmethod
    def parse(cls, data: object, *, typed: bool = True, files: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the cleaned fields; a text that shows nothing is none."""
        cleaned = super().parse(data, typed=typed, files=files)
        if "content" not in cleaned:
            raise NoText
        if not has_visible(cleaned["content"]):
            cleaned["content"] = CleanContent("")
        return cleaned


class RemoveForm(StrictForm):
    """Why a message of someone else's is removed."""

    reason = TextField(max_length=MAX_REASON_CHARS, required=False)


class PageForm(StrictForm):
    """Which part of a conversation."""

    before = IdField(required=False)
    after = IdField(required=False)
    around = IdField(required=False)
    at = MomentField(required=False)
    limit = forms.IntegerField(initial=PAGE_MESSAGES, min_value=1, max_value=MAX_PAGE_MESSAGES)

    def clean(self) -> None:
        """Refuse two positions at once."""
        given = [name for name in ("before", "after", "around", "at") if name in self.data]
        for name in given[1:]:
            self.add_error(name, _("Send only one of {names}.").format(names=_(" and ").join(given)))


class HistoryForm(StrictForm):
    """Which earlier texts of a message: those before one."""

    before = IdField(required=False)
    limit = forms.IntegerField(initial=HISTORY_TEXTS, min_value=1, max_value=HISTORY_TEXTS)


class ChangesForm(StrictForm):
    """Since when."""

    since = IdField()
    limit = forms.IntegerField(initial=MAX_CHANGES, min_value=1, max_value=MAX_CHANGES)
