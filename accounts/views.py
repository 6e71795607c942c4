"""The pages of people. A page shows; its form speaks JSON to the endpoints."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from accounts.hooks import invitations, token_in
from accounts.models import OneTimeLink
from accounts.security.links import LinkGone, find_link
from chatsite.jobs import mail


@require_safe
@ensure_csrf_cookie
def login(request: HttpRequest) -> HttpResponse:
    """Show the form to sign in, or go on to where the person wanted to go."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(_next_page(request))
    page = _next_page(request)
    registers = settings.REGISTRATION in {"open", "approval"} or bool(_invitation(page))
    context = {"next": page, "registers": registers and settings.PASSWORD_SIGN_IN, **_ways()}
    return render(request, "accounts/login.html", context)


@require_safe
@ensure_csrf_cookie
def register(request: HttpRequest) -> HttpResponse:
    """Show the form to create an account; it says so when registration is closed or waits for approval."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(_next_page(request))
    page = _next_page(request)
    token = _invitation(page)
    preview = invitations.part.preview(token) if token else None
    context = {"next": page, "registration": settings.REGISTRATION, "preview": preview, "invitation": token, **_ways()}
    response = render(request, "accounts/register.html", context)
    if token:
        response["Cache-Control"], response["Referrer-Policy"] = "no-store", "no-referrer"
    return response


@require_safe
@ensure_csrf_cookie
@sensitive_variables("token")
def setup(request: HttpRequest) -> HttpResponse:
    """Show the form that creates the first administrator, to the person who has the printed link."""
    token = request.GET.get("token", "")
    find_link(OneTimeLink.Purpose.SETUP, token)
    return render(request, "accounts/setup.html", {"token": token})


@require_safe
@ensure_csrf_cookie
@sensitive_variables("token")
def password_reset(request: HttpRequest) -> HttpResponse:
    """Show the form that asks for a link, or, to a person who has one, the form to choose a new password."""
    token = request.GET.get("token", "")
    if token and settings.PASSWORD_SIGN_IN and _is_good(OneTimeLink.Purpose.PASSWORD, token):
        return render(request, "accounts/new_password.html", {"token": token})
    context = {"sends_mail": mail.is_configured(), "gone": bool(token), **_ways()}
    return render(request, "accounts/password_reset.html", context, status=404 if token else 200)


@require_safe
@ensure_csrf_cookie
@sensitive_variables("token")
def sign_in_link(request: HttpRequest) -> HttpResponse:
    """Show the button that signs an administrator in, to the bearer of a link that the operator made."""
    token = request.GET.get("token", "")
    is_good = _is_good(OneTimeLink.Purpose.SIGN_IN, token)
    context = {"token": token if is_good else ""}
    return render(request, "accounts/sign_in_link.html", context, status=200 if is_good else 404)


@require_safe
@ensure_csrf_cookie
@sensitive_variables("token")
def verify_email(request: HttpRequest) -> HttpResponse:
    """Show the button that confirms the address (a mail scanner that opens the link presses none), or what to do."""
    token = request.GET.get("token", "")
    if token and (link := _good_link(OneTimeLink.Purpose.EMAIL, token)):
        context = {"token": token, "next": invitations.part.first_page(link.owner)}
        return render(request, "accounts/verify_email.html", context)
    if getattr(request.user, "must_verify_email", False):
        return render(request, "accounts/verify_email.html", {"gone": bool(token)}, status=404 if token else 200)
    if token and not request.user.is_authenticated:
        return render(request, "accounts/verify_email_gone.html", status=404)
    return HttpResponseRedirect(settings.LOGIN_REDIRECT_URL)


@require_safe
@ensure_csrf_cookie
@sensitive_variables("token")
def change_email(request: HttpRequest) -> HttpResponse:
    """Show the button that moves an account to another address, to a bearer of its link."""
    token = request.GET.get("token", "")
    is_good = _is_good(OneTimeLink.Purpose.NEW_EMAIL, token)
    context = {"token": token if is_good else ""}
    return render(request, "accounts/change_email.html", context, status=200 if is_good else 404)


def _ways() -> dict[str, object]:
    """Return the ways to sign in, for templates."""
    return {"providers": settings.OIDC_PROVIDERS, "has_passwords": settings.PASSWORD_SIGN_IN}


def _is_good(purpose: OneTimeLink.Purpose, token: str) -> bool:
    return _good_link(purpose, token) is not None


def _good_link(purpose: OneTimeLink.Purpose, token: str) -> OneTimeLink | None:
    try:
        return find_link(purpose, token)
    except LinkGone:
        return None


def _invitation(page: str) -> str:
    """Return the token of the invitation that one wants to go on to, unless registration is closed."""
    return "" if settings.REGISTRATION == "closed" else token_in(page)


def _next_page(request: HttpRequest) -> str:
    """Return where to go after signing in: ``?next=`` if it is a page of this site."""
    wanted = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return settings.LOGIN_REDIRECT_URL
