"""What a client's event may carry."""

from django import forms

from chatsite.web.forms import IdField, NumbersByIdField, StrictForm
from messaging.forms import EditForm, PostForm, RemoveForm
from messaging.reactions.forms import EmojiField


class RoomEventForm(StrictForm):
    """An event about one room."""

    room_id = IdField()


class JoinRoomForm(RoomEventForm):
    """``join_room``; ``since`` is the version up to which the client has everything."""

    since = IdField(required=False)


class SyncForm(StrictForm):
    """``sync``: the version of each room that the client has listed, and how far it knows to have read there."""

    rooms = NumbersByIdField(required=False)
    read = NumbersByIdField(required=False)


class TypingForm(RoomEventForm):
    """``typing``."""

    is_typing = forms.BooleanField(required=False, initial=True)


class SendMessageForm(PostForm, RoomEventForm):
    """``send_message``."""


class EditMessageForm(EditForm, RoomEventForm):
    """``edit_message``."""

    seq = IdField()


class MessageEventForm(RoomEventForm):
    """An event about a message, such as ``mark_read``."""

    seq = IdField()


class ReactForm(MessageEventForm):
    """``react``; ``on: false`` takes the reaction back."""

    emoji = EmojiField()
    on = forms.BooleanField(required=False, initial=True)


class DeleteMessageForm(RemoveForm, MessageEventForm):
    """``delete_message``."""
