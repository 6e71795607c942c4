"""What may come in about forwarding."""

from chatsite.web.forms import IdField, StrictForm, TextField
from messaging.forms import ClientIdField
from messaging.models import MAX_CONTENT_CHARS

# So much of a message is left to the quote.
MAX_COMMENT_CHARS = MAX_CONTENT_CHARS // 2


class ForwardForm(StrictForm):
    """Where a message goes, and what is said about it."""

    room_id = IdField()
    content = TextField(max_length=MAX_COMMENT_CHARS, required=False)
    client_id = ClientIdField(required=False)
