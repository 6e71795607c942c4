"""Checks of the public address as a visitor reaches it, through any proxy: one round trip of each kind."""

import json
import socket
import ssl
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect
from websockets.typing import Origin

from chatsite.doctor.findings import Finding, doubtful, fine, wrong
from chatsite.doctor.machine import clock

TIMEOUT_S = 10
POLLING_SESSIONS = 4
CERTIFICATE_DAYS = 14
REDIRECTS = frozenset({301, 302, 303, 307, 308})
SOCKET = "/socket.io/?EIO=4&transport="
COMPARE = "compare the proxy's configuration with deploy/nginx"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def is_ours(self) -> bool:
        """Tell whether the product answered, and not a proxy in its place."""
        return "x-request-id" in self.headers


class Visitor:
    """A visitor without an account at ``origin``."""

    def __init__(self, origin: str):
        self.origin = origin
        self._address = urlsplit(origin)

    @property
    def is_secure(self) -> bool:
        """Tell whether the address is one with TLS."""
        return self._address.scheme == "https"

    def ask(self, path: str, *, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        """Send a request.

        Raises:
            OSError, HTTPException: there is no response.
        """
        kind = HTTPSConnection if self.is_secure else HTTPConnection
        line = kind(self._address.hostname or "", self._address.port, timeout=TIMEOUT_S)
        try:
            line.request("GET" if body is None else "POST", path, body, headers or {})
            return _answer(line.getresponse())
        finally:
            line.close()

    def examine(self) -> Iterator[Finding]:
        """Check everything."""
        try:
            home = self.ask("/healthz")
        except ssl.SSLCertVerificationError as error:
            yield wrong(f"{self.origin} has no valid certificate: {error.verify_message}.", "Renew it (certbot renew).")
            return
        except (OSError, HTTPException) as error:
            sentence = f"{self.origin} can't be reached: {error or type(error).__name__}"
            yield wrong(sentence, "Check DNS, the firewall and the proxy.")
            return
        if not home.is_ours or home.status != HTTPStatus.OK:
            yield self._not_ours(home)
            return
        yield fine(f"{self.origin} responds.")
        for part in (self._certificate, self._clock, self._headers, self._uploads, self._websocket, self._polling):
            try:
                yield from part(home)
            except (OSError, HTTPException, WebSocketException, ValueError) as error:
                yield wrong(f"{self.origin}: {error or type(error).__name__}", f"Try again, and {COMPARE}.")

    def _not_ours(self, home: Answer) -> Finding:
        if home.is_ours and home.status == HTTPStatus.BAD_REQUEST:
            fix = "Add its host to ALLOWED_HOSTS, and make the proxy pass the Host header."
            return wrong(f"{self.origin} is not an allowed host.", fix)
        if home.status in REDIRECTS:
            target = home.headers.get("location", "nowhere")
            return wrong(f"{self.origin} redirects to {target}.", "Correct SITE_URL or the proxy.")
        sentence = f"{self.origin} is served by another program (status {home.status})."
        return wrong(sentence, f"Start serve, and {COMPARE}.")

    def _certificate(self, _home: Answer) -> Iterator[Finding]:
        if not self.is_secure:
            sentence = f"{self.origin} has no TLS: passwords are sent unencrypted."
            yield doubtful(sentence, "Put a proxy with TLS in front (docs/install.md).")
            return
        left_days = (self._certificate_end() - time.time()) / 86_400
        if left_days < CERTIFICATE_DAYS:
            yield doubtful(f"The certificate expires in {left_days:.0f} days.", "Renew it, and automate the renewal.")

    def _certificate_end(self) -> float:
        host, port = self._address.hostname or "", self._address.port or 443
        with (
            socket.create_connection((host, port), TIMEOUT_S) as raw,
            ssl.create_default_context().wrap_socket(raw, server_hostname=host) as line,
        ):
            return ssl.cert_time_to_seconds(str((line.getpeercert() or {})["notAfter"]))

    def _clock(self, home: Answer) -> Iterator[Finding]:
        if "date" in home.headers:
            yield from clock(f"server at {self.origin}", parsedate_to_datetime(home.headers["date"]).timestamp())

    def _headers(self, _home: Answer) -> Iterator[Finding]:
        page = self.ask("/login/")
        if "content-security-policy" not in page.headers or "x-frame-options" not in page.headers:
            yield wrong("The proxy removes security headers.", f"Make it pass them: {COMPARE}.")
        if not self.is_secure:
            return
        if page.status in REDIRECTS:
            yield wrong(
                "The site redirects to https in a loop: it doesn't know that visitors already use it.",
                "Make the proxy set X-Forwarded-Proto, and list it in TRUSTED_PROXIES.",
            )
        elif "secure" not in page.headers.get("set-cookie", "").lower():
            yield wrong("Cookies are also sent without TLS.", "Set SECURE_COOKIES=true.")
        if "strict-transport-security" not in page.headers:
            yield doubtful("Browsers may connect without TLS first.", "Set HSTS_SECONDS, such as 31536000.")

    def _uploads(self, _home: Answer) -> Iterator[Finding]:
        headers = {"Content-Type": f"multipart/form-data; boundary={uuid.uuid4().hex}"}
        answer = self.ask("/auth/profile/upload", body=b"x" * settings.MAX_UPLOAD_BYTES, headers=headers)
        if not answer.is_ours:
            size = settings.MAX_UPLOAD_BYTES // 2**20
            yield wrong(
                f"The proxy refuses uploads of {size} MB (status {answer.status}).",
                f"Raise its limit (nginx: client_max_body_size {size + 1}m), or lower MAX_UPLOAD_BYTES.",
            )

    def _websocket(self, _home: Answer) -> Iterator[Finding]:
        address = f"{self.origin.replace('http', 'ws', 1)}{SOCKET}websocket"
        try:
            answer = self._over_websocket(address)
        except (OSError, WebSocketException) as error:
            yield wrong(
                f"WebSocket connections fail: {error}",
                f"Make the proxy pass Upgrade, Connection, Host and Origin: {COMPARE}.",
            )
            return
        yield (
            fine("WebSocket connections work.")
            if answer.startswith("44")
            else wrong(f"WebSocket: {answer}", f"{COMPARE}.")
        )

    def _over_websocket(self, address: str) -> str:
        """Return what CONNECT is answered with; a machine that is busy for a moment gets a second chance."""
        try:
            return self._connect(address)
        except TimeoutError:
            return self._connect(address)

    def _connect(self, address: str) -> str:
        with connect(address, origin=Origin(self.origin), open_timeout=TIMEOUT_S, proxy=None) as line:
            line.recv(TIMEOUT_S)
            line.send("40")
            return str(line.recv(TIMEOUT_S))

    def _polling(self, _home: Answer) -> Iterator[Finding]:
        failures = [answer for answer in (self._poll() for _ in range(POLLING_SESSIONS)) if answer]
        if not failures:
            yield fine("Long-polling works.")
        elif any(b"Session ID unknown" in answer.body for answer in failures):
            yield wrong(
                "Long-polling requests of one session reach different workers.",
                "Make the proxy send each session to one worker: deploy/nginx, docs/install.md.",
            )
        else:
            yield wrong(f"Long-polling fails (status {failures[0].status}).", f"{COMPARE}.")

    def _poll(self) -> Answer | None:
        """Run one session; return the response at which it failed."""
        address = f"{SOCKET}polling"
        opened = self.ask(address)
        if opened.status != HTTPStatus.OK:
            return opened
        session = f"{address}&sid={json.loads(opened.body[1:])['sid']}"
        steps: list[dict[str, Any]] = [{"body": b"40", "headers": {"Content-Type": "text/plain"}}, {}, {"body": b"1"}]
        answers = (self.ask(session, **step) for step in steps)
        return next((answer for answer in answers if answer.status != HTTPStatus.OK), None)


def _answer(response: HTTPResponse) -> Answer:
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, headers, response.read())
