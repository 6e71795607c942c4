"""What people see of access tokens."""

from accounts.tokens.models import AccessToken
from accounts.tokens.services import READ, WRITE, NewToken
from chatsite.contract.account_answers import NewTokenPayload, TokenPayload
from chatsite.text.times import timestamp


def token_payload(token: AccessToken) -> TokenPayload:
    """Return a token without its secret."""
    scopes = [name for name, is_given in ((READ, token.may_read), (WRITE, token.may_write)) if is_given]
    return {
        "id": token.pk,
        "name": token.name,
        "scopes": scopes,
        "created_at": timestamp(token.created_at),
        "expires_at": timestamp(token.expires_at),
        "last_used_at": timestamp(token.last_used_at),
    }


def new_token_payload(new: NewToken) -> NewTokenPayload:
    """Return a token that was just created, with its secret."""
    return {**token_payload(new.token), "secret": new.secret}
