"""The type of a request that an endpoint for signed-in people gets."""

from django.http import HttpRequest

from accounts.models import User


class SignedInRequest(HttpRequest):
    """A request of someone who is signed in; :class:`chatsite.web.api.Endpoint` lets no other through."""

    user: User
