"""Access tokens of people and bots."""

from django.db.models import QuerySet

from accounts.models import User
from accounts.tokens.models import AccessToken


def tokens_of(user: User) -> "QuerySet[AccessToken]":
    """Return the tokens of ``user``, also expired ones, the newest first."""
    return AccessToken.objects.filter(user=user).order_by("-pk")
