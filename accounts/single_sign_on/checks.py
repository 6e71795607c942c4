"""System checks and the doctor's examination of single sign-on (docs/checks.md)."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004 - Django's name

from accounts.single_sign_on.discovery import Directory
from accounts.single_sign_on.providers import ProviderDown, redirect_uri
from chatsite.doctor.findings import Finding, fine, wrong


@register("chatsite")
def check_single_sign_on(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """People must be able to sign in at all, and come back from a provider to this site."""
    return [*_errors(), *_warnings()]


def _errors() -> Iterator[CheckMessage]:
    if settings.OIDC_PROVIDERS and not settings.SITE_URL:
        yield Error(
            "OIDC_PROVIDERS is set, but providers don't know where to send people back to.",
            hint="Set SITE_URL to the public origin, such as https://chat.example.org.",
            id="chat.E013",
        )
    if not settings.PASSWORD_SIGN_IN and not settings.OIDC_PROVIDERS:
        yield Error(
            "PASSWORD_SIGN_IN is off and there is no provider: people can't sign in.",
            hint="Set OIDC_PROVIDERS, or PASSWORD_SIGN_IN=true.",
            id="chat.E014",
        )


def _warnings() -> Iterator[CheckMessage]:
    if not settings.PASSWORD_SIGN_IN and settings.ADMIN_TWO_FACTOR:
        yield Warning(
            "ADMIN_TWO_FACTOR asks for codes with passwords only, and PASSWORD_SIGN_IN is off.",
            hint="Require a second factor at the provider, and set ADMIN_TWO_FACTOR=false.",
            id="chat.W015",
        )
    for provider in settings.OIDC_PROVIDERS:
        if provider.trusts_email and provider.registration == "open":
            yield Warning(
                f"Anyone with an account at {provider.label} comes in with any email address.",
                hint=f"Remove OIDC_{provider.name.upper()}_TRUST_EMAIL unless you give out these addresses yourself.",
                id="chat.W016",
            )


def examine_providers() -> Iterator[Finding]:
    """Whether each provider of single sign-on answers with its document and its keys."""
    for provider in settings.OIDC_PROVIDERS:
        try:
            keys = list(Directory(provider).keys())
        except ProviderDown:
            yield wrong(
                f"{provider.label} can't be used: {provider.issuer} has no valid discovery document or keys.",
                f"Open {provider.issuer.rstrip('/')}/.well-known/openid-configuration: its issuer must be exactly "
                f"OIDC_{provider.name.upper()}_ISSUER.",
            )
            continue
        if keys:
            yield fine(
                f"{provider.label} answers ({len(keys)} keys). It must send people back to {redirect_uri(provider)}."
            )
        else:
            yield wrong(f"{provider.label} has no keys that sign.", "Check the provider's signing keys.")
