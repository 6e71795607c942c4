"""Who asks with ``Authorization: Bearer``, of the views that take tokens: the JSON endpoints and files, never pages."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.debug import sensitive_variables

from accounts.tokens.proving import prove
from chatsite.contract.errors import ChatError
from chatsite.web.addresses import client_address

SCHEME = "bearer"


class AccessTokens:
    """Makes the token's person the caller, whatever cookies came along; what is wrong with it, the view answers."""

    sync_capable, async_capable = True, False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer ``request``."""
        return self.get_response(request)

    @sensitive_variables("secret", "given")
    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> None:
        """Look the token up, if one came and the view takes it."""
        scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME or not getattr(view, "takes_tokens", False):
            return
        try:
            token = prove(given.strip(), address=client_address(request))
        except ChatError as error:
            request.access_token = error
        else:
            request.access_token = token
            request.user = request._cached_user = token.user
