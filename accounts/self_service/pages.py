"""The settings: one page for each section, over the chat. Their markup comes when they are first opened."""

from typing import Any

from django.conf import settings as site_settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language_info
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from accounts.models import User
from chatsite.jobs import mail
from chatsite.web import pages

SECTIONS = {"profile", "account", "appearance", "language", "writing", "notifications", "sessions", "tokens"}


@require_safe
@ensure_csrf_cookie
@login_required
def settings(request: HttpRequest, section: str = "") -> HttpResponseBase:
    """Show the chat, which opens the settings over itself.

    To a person who has yet to confirm their address, who has no chat, show the settings alone.
    """
    if section and section not in SECTIONS:
        raise Http404
    if getattr(request.user, "must_verify_email", False):
        return render(request, "accounts/settings.html", _context(request))
    return pages.chat(request)


@require_safe
@never_cache
@login_required
def markup(request: HttpRequest) -> HttpResponseBase:
    """Return the markup of all sections, for a chat that opens its settings."""
    return render(request, "settings/page.html", _context(request))


def _context(request: HttpRequest) -> dict[str, Any]:
    identities = request.user.identities.usable() if isinstance(request.user, User) else []
    return {
        "own_provider": next((identity.provider for identity in identities), ""),
        "languages": _languages(),
        "has_direct_messages": site_settings.DIRECT_MESSAGES != "off",
        "max_upload_bytes": site_settings.MAX_UPLOAD_BYTES,
        "sends_mail": mail.is_configured(),
        "providers": site_settings.OIDC_PROVIDERS,
        "has_passwords": site_settings.PASSWORD_SIGN_IN,
    }


def _languages() -> list[tuple[str, str]]:
    """Return code and own name of each language of the installation, if there is a choice."""
    codes = [code for code, _name in site_settings.LANGUAGES]
    return [(code, _own_name(code)) for code in codes] if len(codes) > 1 else []


def _own_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code
