"""Leaving for a provider, coming back, and linking an account; and the provider's notice that a person signed out."""

import logging
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, ensure_csrf_cookie
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from accounts.hooks import token_in
from accounts.models import User
from accounts.preferences import speak_as_chosen
from accounts.security.sessions import current_hash, open_session
from accounts.single_sign_on import attempts, limits, linking, pending
from accounts.single_sign_on.attempts import Attempt, new_attempt
from accounts.single_sign_on.exchange import ExternalPerson, person_behind, sign_in_url
from accounts.single_sign_on.logout import log_out, provider_session
from accounts.single_sign_on.providers import ProviderDown, SignInFailed, provider_named, start_page
from accounts.single_sign_on.signing_in import LinkNeeded, sign_in
from chatsite.contract.errors import ChatError, InvalidInput, RateLimited
from chatsite.env import IdentityProvider
from chatsite.limits.subjects import subject
from chatsite.web import long_work
from chatsite.web.addresses import client_address, site_origin
from chatsite.web.api import whole_seconds

log = logging.getLogger(__name__)

# Says that the browser was sent to SITE_URL already: a proxy that changes the name must not send it on and on.
MOVED = "moved"


@require_safe
@never_cache
def start(request: HttpRequest, provider: str) -> HttpResponseBase:
    """Send a person to a provider to sign in; a person who is signed in must do so again there.

    It begins at SITE_URL, to which the provider sends people back: at another name the browser would not have the
    attempt then.
    """
    chosen = provider_named(provider)
    if request.get_host() != urlsplit(settings.SITE_URL).netloc and MOVED not in request.GET:
        query = request.GET.copy()
        query[MOVED] = "1"
        return HttpResponseRedirect(f"{settings.SITE_URL}{request.path}?{query.urlencode()}")
    if long_work.is_offered(request):
        return long_work.accept(request, subject(client_address(request)))
    attempt = new_attempt(chosen.name, next_page=_local(request, request.GET.get("next", "")))
    try:
        limits.STARTS.take(subject(client_address(request)))
        url = sign_in_url(chosen, attempt, again=request.user.is_authenticated)
    except ChatError as error:
        return _problem(request, chosen, error, attempt.next_page)
    response = HttpResponseRedirect(url)
    attempts.remember(request, response, attempt)
    return response


@require_safe
@never_cache
@sensitive_variables()
def callback(request: HttpRequest, provider: str) -> HttpResponseBase:
    """Sign in the person whom the provider sent back, or link it to their account."""
    chosen = provider_named(provider)
    if long_work.is_offered(request):
        return long_work.accept(request, subject(client_address(request)))
    state = request.GET.get("state", "")
    response = _came_back(request, chosen, state)
    attempts.forget(response, state)
    response["Referrer-Policy"] = "no-referrer"
    return response


@sensitive_variables()
def _came_back(request: HttpRequest, provider: IdentityProvider, state: str) -> HttpResponseBase:
    attempt = attempts.take(request, provider.name, state)
    if attempt is None:
        return _without_attempt(request, provider)
    try:
        with limits.RETURNS.attempt(subject(client_address(request))):
            person = person_behind(provider, attempt, request.GET.dict())
        return _link(request, attempt, person) if attempt.linking else _enter(request, provider, attempt, person)
    except LinkNeeded as needed:
        response = HttpResponseRedirect(pending.PAGE)
        pending.remember(response, provider.name, person, needed.email, attempt.next_page)
        return response
    except ChatError as error:
        return _problem(request, provider, error, attempt.next_page)


def _without_attempt(request: HttpRequest, provider: IdentityProvider) -> HttpResponseBase:
    """Answer an address that this browser did not ask for, or used before, as by the Back button."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(settings.LOGIN_REDIRECT_URL)
    sentence = _(
        "This sign-in didn't begin in this browser, or it took longer than 10 minutes. Try again. If it happens each "
        "time, allow cookies for this site."
    )
    return _problem(request, provider, SignInFailed(sentence), settings.LOGIN_REDIRECT_URL)


def _enter(
    request: HttpRequest, provider: IdentityProvider, attempt: Attempt, person: ExternalPerson
) -> HttpResponseBase:
    """Open a session of the person who signed in."""
    identity = sign_in(
        provider,
        person,
        address=client_address(request),
        origin=site_origin(request),
        invitation="" if settings.REGISTRATION == "closed" else token_in(attempt.next_page),
    )
    user, name = identity.user, provider_session(person.session)
    open_session(request, user, remember=True, provider={"identity": identity.pk, "session": name})
    response = HttpResponseRedirect(attempt.next_page)
    speak_as_chosen(request, response, user)
    return response


def _link(request: HttpRequest, attempt: Attempt, person: ExternalPerson) -> HttpResponseBase:
    """Link the provider to the account of the session that asked for it.

    Raises:
        SignInFailed: that session ended meanwhile.
        Conflict: as for :func:`accounts.single_sign_on.linking.link`.
    """
    if not isinstance(request.user, User) or current_hash(request) != attempt.linking:
        raise SignInFailed(_("You signed out before you came back. Sign in, and link it again."))
    linking.link(
        request.user,
        provider=attempt.provider,
        subject=person.subject,
        email=person.claimed_email,
        by=request.user,
    )
    return HttpResponseRedirect(attempt.next_page)


@require_safe
@never_cache
@ensure_csrf_cookie
def link(request: HttpRequest) -> HttpResponseBase:
    """Ask for the password of the account that has the person's address, to link it."""
    found = pending.pending_link(request)
    if found is None:
        return HttpResponseRedirect(settings.LOGIN_URL)
    provider = provider_named(found.provider)
    context = {"provider": provider, "email": found.email, "subject": found.subject, "next": found.next_page}
    return render(request, "accounts/link_sign_in.html", context)


@csrf_exempt  # a provider has no cookie; its signature proves that it is the one
@require_POST
@never_cache
@sensitive_post_parameters()
@sensitive_variables()
def logout(request: HttpRequest, provider: str) -> HttpResponseBase:
    """End the sessions of a person who signed out at the provider, who posts a ``logout_token``."""
    chosen = provider_named(provider)
    if long_work.is_offered(request):
        return long_work.accept(request, subject(client_address(request)))
    try:
        with limits.LOGOUTS.attempt(subject(client_address(request))):
            ended = log_out(chosen, request.POST.get("logout_token", ""))
    except InvalidInput as error:
        return _logout_refused(HTTPStatus.BAD_REQUEST, "invalid_request", error)
    except (RateLimited, ProviderDown) as error:
        return _logout_refused(error.status, "temporarily_unavailable", error)
    log.info("the sign-in provider %s ended %d sessions", chosen.name, ended)
    return HttpResponse(status=HTTPStatus.OK)


def _logout_refused(status: int, code: str, error: ChatError) -> JsonResponse:
    """Return an error as OAuth 2.0 writes it."""
    return JsonResponse({"error": code, "error_description": str(error)}, status=status)


def _problem(request: HttpRequest, provider: IdentityProvider, error: ChatError, page: str) -> HttpResponse:
    """Say why it did not work, and how to go on."""
    context: dict[str, Any] = {"provider": provider, "error": error, "next": page, "start": start_page(provider.name)}
    response = render(request, "accounts/sign_in_problem.html", context, status=error.status)
    if error.retry_after_s is not None:
        response["Retry-After"] = whole_seconds(error.retry_after_s)
    return response


def _local(request: HttpRequest, wanted: str) -> str:
    """Return where to go after signing in, if it is a page of this site."""
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, None, require_https=request.is_secure()):
        return wanted
    return settings.LOGIN_REDIRECT_URL
