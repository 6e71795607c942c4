"""System checks of mail (docs/checks.md)."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from chatsite.jobs import mail


@register("chatsite")
def check_site_url(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Without the site's own address, links in mail lead where a request says that it reached it."""
    if settings.SITE_URL or not mail.is_configured():
        return []
    return [
        Error(
            "EMAIL_URL is set, but SITE_URL, which links in emails start with, is not.",
            hint="Set SITE_URL to the public origin, such as https://chat.example.org.",
            id="chat.E012",
        )
    ]
