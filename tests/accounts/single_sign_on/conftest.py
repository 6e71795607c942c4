"""Dora, who has an account at a provider, and the way that her browser goes."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.http import HttpResponse

from accounts.single_sign_on.discovery import directory
from tests.accounts.conftest import Caller
from tests.support.identity_provider import Provider, open_provider, provider_at


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    with open_provider() as opened:
        settings.SITE_URL = "http://testserver"
        settings.OIDC_PROVIDERS = (provider_at(opened.issuer),)
        yield opened
        directory.cache_clear()


@pytest.fixture
def dora(db: None) -> "Traveller":
    return Traveller()


class Traveller(Caller):
    """A browser that goes to the provider and comes back."""

    def leave(self, page: str = "/", name: str = "staff") -> str:
        """Begin, and return where the provider is."""
        response = self.http.get(f"/sign-in/{name}/?{urlencode({'next': page})}")
        assert response.status_code == 302, response.content
        return response["Location"]

    def come_back(self, answer: dict[str, str], name: str = "staff") -> HttpResponse:
        return self.http.get(f"/sign-in/{name}/callback?{urlencode(answer)}")

    def travel(self, provider: Provider, page: str = "/", **answer: str) -> HttpResponse:
        """Go there, sign in, and come back."""
        return self.come_back(provider.authorize(self.leave(page), **answer))


def said(response: HttpResponse) -> str:
    """Return the sentence of a page that says what went wrong."""
    import html
    import re

    found = re.search(r'<p role="alert">(.*?)</p>', response.content.decode(), re.DOTALL)
    assert found, response.content.decode()[:2000]
    return html.unescape(found[1])


def path_of(url: str) -> str:
    return urlsplit(url).path
