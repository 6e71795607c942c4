"""The providers that the operator set up."""

from typing import Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from chatsite.contract.errors import ChatError, NotFound
from chatsite.contract.sentences import Sentence
from chatsite.env import IdentityProvider

START_PAGE: Final = "/sign-in/"


class SignInFailed(ChatError):
    """A sign-in by a provider that leads nowhere; its sentence says why and what to do."""

    code, status, message = "not_allowed", 403, _("Signing in didn't work. Try again.")


class ProviderDown(ChatError):
    """The provider can't be reached, or what it answers is no use."""

    code, status, message = "unavailable", 503, _("The sign-in service can't be reached. Try again in a moment.")


def provider_named(name: str) -> IdentityProvider:
    """Return the provider of that name.

    Raises:
        NotFound: none is set up.
    """
    for provider in settings.OIDC_PROVIDERS:
        if provider.name == name:
            return provider
    raise NotFound


def start_page(provider: str) -> str:
    """Return the path where a sign-in by a provider begins."""
    return f"{START_PAGE}{provider}/"


def redirect_uri(provider: IdentityProvider) -> str:
    """Return the address to which the provider sends people back, exactly as it is registered there."""
    return f"{settings.SITE_URL}{start_page(provider.name)}callback"


def about(sentence: Sentence, provider: IdentityProvider) -> str:
    """Return a sentence about a provider, by its label."""
    return str(sentence).format(provider=provider.label)
