"""The chat page: the markup is the same for everyone, what it shows comes from the endpoints."""

import functools
import hashlib

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe
from django.views.i18n import JavaScriptCatalog

from chatsite.site.identity import Identity, identity
from chatsite.web.worker import worker_script

TEXTS_MAX_AGE_S = 24 * 60 * 60
MOST_PAGES = 32  # of 100 KB each
# What the page loads: its files, and the texts in other languages.
PAGE_FILES = ["static", "locale"]
INSTALLED_ICONS = [
    ("img/icon-192.png", "192x192"),
    ("img/icon-512.png", "512x512"),
    ("img/icon-maskable-512.png", "512x512", "image/png", "maskable"),
    ("img/logo.svg", "any", "image/svg+xml"),
]


@require_safe
@gzip_page
@ensure_csrf_cookie
def chat(request: HttpRequest, **place: int) -> HttpResponseBase:
    """Show the chat to who is signed in. The page itself reads from its address which room and message to show."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
    if getattr(request.user, "must_verify_email", False):
        return redirect("verify-email")
    page = rendered_chat.__wrapped__ if settings.DEBUG else rendered_chat
    response = HttpResponse(
        page(
            translation.get_language(),
            identity(),
            may_create_rooms=getattr(request.user, "may_create_rooms", False),
            max_upload_bytes=settings.MAX_UPLOAD_BYTES,
            providers=settings.OIDC_PROVIDERS,
            has_passwords=settings.PASSWORD_SIGN_IN,
        )
    )
    response["X-Static-Version"] = static_version()
    response["Cache-Control"] = "no-store"  # after signing out, Back must not show the page from the browser's cache
    return response


@functools.lru_cache(maxsize=MOST_PAGES)
def rendered_chat(
    language: str | None,
    site: Identity,
    *,
    may_create_rooms: bool,
    max_upload_bytes: int,
    providers: tuple[object, ...],
    has_passwords: bool,
) -> str:
    """Return the chat page in the current language. Rendering it takes ten times as long as the rest of its request."""
    context = {
        "site": site,
        "signed_in": True,
        "static_version": static_version(),
        "max_upload_bytes": max_upload_bytes,
        "may_create_rooms": may_create_rooms,
        "providers": providers,
        "has_passwords": has_passwords,
    }
    return render_to_string("chat.html", context)


@functools.cache
def static_version() -> str:
    """Return a name of what the page's files contain: the service worker keeps the files of one version."""
    content = hashlib.sha256()
    for path in sorted(path for folder in PAGE_FILES for path in (settings.BASE_DIR / folder).rglob("*")):
        if path.is_file():
            content.update(path.relative_to(settings.BASE_DIR).as_posix().encode() + path.read_bytes())
    return content.hexdigest()[:16]


@require_safe
@gzip_page
@cache_control(max_age=TEXTS_MAX_AGE_S)
def texts(request: HttpRequest, language: str) -> HttpResponseBase:
    """Serve what the page's scripts say in ``language``: Django's gettext functions with their catalogue."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    with translation.override(language):
        return JavaScriptCatalog.as_view()(request)


@require_safe
def service_worker(request: HttpRequest) -> HttpResponseBase:
    """Serve the script that shows what is pushed and lets the page open without a network.

    It comes from the root, because it answers for the whole site.
    """
    site = identity()
    script = worker_script(icon=site.logo_url if site.logo else static("img/icon-192.png"))
    headers = {"Content-Type": "text/javascript; charset=utf-8", "Cache-Control": "no-cache"}
    return HttpResponse(script, headers=headers)


@require_safe
def manifest(request: HttpRequest) -> HttpResponseBase:
    """Serve the facts that browsers need to install the chat as an app, in the site's name."""
    site = identity()
    own = [_icon(site.logo_url, "192x192"), _icon(site.icon_url, "512x512", purpose="any maskable")]
    facts = {
        "name": site.name,
        "short_name": site.name,
        "description": site.description or gettext("Chat of your community, on its own server."),
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f3efe8",
        "theme_color": "#f3efe8",
        "icons": own if site.logo else [_icon(static(path), *about) for path, *about in INSTALLED_ICONS],
    }
    headers = {"Cache-Control": "no-cache"}
    return JsonResponse(facts, content_type="application/manifest+json", headers=headers)


def _icon(src: str, sizes: str, kind: str = "image/png", purpose: str = "any") -> dict[str, str]:
    return {"src": src, "sizes": sizes, "type": kind, "purpose": purpose}
