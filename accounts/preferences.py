"""What a person chose for every device they use (docs/decisions/where-preferences-live.md)."""

from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from accounts import broadcasts
from accounts.models import User
from chatsite.db.transactions import in_transaction

COOKIE_LIFETIME = timedelta(days=400)


@in_transaction
def change_preferences(user: User, changes: Mapping[str, str | bool]) -> None:
    """Store the preferences that are named; hiding when one was last here also forgets it."""
    for name, value in changes.items():
        setattr(user, name, value)
    if not user.shows_last_seen:
        user.last_seen_at = None
    user.save(update_fields=[*changes, "last_seen_at"])
    broadcasts.me_updated(user)


def speak_as_chosen(request: HttpRequest, response: HttpResponseBase, user: User) -> None:
    """Have this browser get every page in the person's language: LocaleMiddleware and sockets read its cookie."""
    name = settings.LANGUAGE_COOKIE_NAME
    if request.COOKIES.get(name, "") == user.language:
        return
    if user.language:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(name, user.language, max_age=COOKIE_LIFETIME, secure=secure, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(name, samesite="Lax")
