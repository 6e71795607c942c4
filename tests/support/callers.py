"""People at the other end of a real HTTP connection."""

import itertools
import ssl
from typing import Any

import httpx
from django.utils.text import slugify

PASSWORD = "correct horse battery"
SAFE = {"GET", "HEAD", "OPTIONS"}
# Each client would read the machine's certificates for itself, also for plain HTTP: 20 ms of CPU.
TLS = ssl.create_default_context()
_numbers = itertools.count(1)


class Caller(httpx.Client):
    """A person's own HTTP client: keeps the cookies and sends the CSRF token, as the page does."""

    def __init__(self, url: str, **options: Any):
        super().__init__(base_url=url, timeout=30, **{"verify": TLS} | options)
        self.user: dict[str, Any] = {}

    def request(self, method: str, url: Any, **options: Any) -> httpx.Response:
        """Send a request; an unsafe one carries ``X-CSRFToken``."""
        if method.upper() not in SAFE:
            headers = {"X-CSRFToken": self.csrf_token(), "Referer": str(self.base_url)}
            options["headers"] = headers | (options.get("headers") or {})
        return super().request(method, url, **options)

    def csrf_token(self) -> str:
        """Return the value of the CSRF cookie, fetching it first if need be."""
        if "csrftoken" not in self.cookies:
            self.get("/auth/me")
        return self.cookies.get("csrftoken", "")

    def register(self, name: str, *, email: str = "", password: str = PASSWORD) -> "Caller":
        """Create an account and be signed in."""
        body = {"email": email or f"{slugify(name)}-{next(_numbers)}@example.org", "name": name, "password": password}
        return self._enter("/auth/register", body)

    def sign_in(self, email: str, password: str = PASSWORD) -> "Caller":
        """Sign in to an account that is there."""
        return self._enter("/auth/login", {"email": email, "password": password})

    def _enter(self, path: str, body: dict[str, str]) -> "Caller":
        answer = self.post(path, json=body)
        assert answer.is_success, answer.text
        self.user = answer.json()["user"]
        return self

    def cookie_header(self) -> str:
        """Return the cookies as one header, for a client that keeps none, such as a socket."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.cookies.jar)

    def cookies_for_a_browser(self) -> list[Any]:
        """Return the cookies as a browser context takes them."""
        url = str(self.base_url)
        return [{"name": cookie.name, "value": cookie.value, "url": url} for cookie in self.cookies.jar]
