"""What may come in about access tokens."""

from accounts.tokens.models import MAX_TOKEN_NAME_CHARS
from accounts.tokens.services import READ, WRITE
from chatsite.web.forms import ChoicesField, MomentField, NameField, StrictForm


class TokenForm(StrictForm):
    """A new token: its name, what it may do, and when it ends."""

    name = NameField(max_length=MAX_TOKEN_NAME_CHARS)
    scopes = ChoicesField(choices=(READ, WRITE))
    expires_at = MomentField(required=False)
