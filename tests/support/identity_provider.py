"""A provider of OpenID Connect of the tests' own, which also does what real ones never should."""

import hmac
import http.server
import json
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OKPKey, RSAKey

from chatsite.env import IdentityProvider

CLIENT_ID, CLIENT_SECRET = "chat", "the client's secret"
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"


def provider_at(issuer: str, **changes: Any) -> IdentityProvider:
    """Return what the operator's settings would be for a provider."""
    return IdentityProvider(
        **{
            "name": "staff",
            "label": "Staff ID",
            "issuer": issuer,
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "scopes": ("openid", "email", "profile"),
            "groups_claim": "",
            "admin_groups": frozenset(),
            "rooms": (),
            "registration": "open",
            "trusts_email": False,
        }
        | changes
    )


@dataclass
class Provider:
    """Answers as it should, less what a test changes.

    ``claims`` go into each ID token, over those that are right. ``replies`` say by path what to answer instead:
    ``(status, body)``, or a function that gets the handler and does it all.
    """

    issuer: str = ""
    key: Any = field(default_factory=lambda: RSAKey.generate_key(2048, auto_kid=True))
    alg: str = "RS256"
    claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    replies: dict[str, Any] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    released: threading.Event = field(default_factory=threading.Event)

    def asked(self, path: str) -> int:
        """Return how often a path was asked for."""
        return sum(one == path for one, _ in self.requests)

    def authorize(self, url: str, **answer: str) -> dict[str, str]:
        """Sign someone in who was sent to ``url``, and return the parameters with which they are sent back."""
        asked = dict(parse_qsl(urlsplit(url).query))
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"], "iss": self.issuer} | answer

    def document(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "authorization_response_iss_parameter_supported": True,
        } | self.metadata

    def sign(self, claims: dict[str, Any], **header: Any) -> str:
        """Return a token with the claims, less those that are ``None``."""
        head = {"alg": self.alg, "kid": self.key.kid} | header
        kept = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(head, kept, self.key, algorithms=[head["alg"]])

    def id_token(self, nonce: str) -> str:
        now = int(time.time())
        right = {"iss": self.issuer, "aud": CLIENT_ID, "sub": "dora-1", "nonce": nonce, "iat": now, "exp": now + 300}
        person = {"email": "dora@example.org", "email_verified": True, "name": "Dora"}
        return self.sign(right | person | self.claims)

    def logout_token(self, **claims: Any) -> str:
        now = int(time.time())
        right = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 120, "jti": f"jti-{time.time_ns()}"}
        return self.sign(right | {"events": {LOGOUT: {}}} | claims, typ="logout+jwt")

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, Any]:
        match path:
            case "/.well-known/openid-configuration":
                return 200, self.document()
            case "/jwks":
                return 200, KeySet([self.key]).as_dict()
            case "/userinfo":
                return 200, {"sub": "dora-1"} | self.userinfo
            case "/token":
                return self.redeem(form)
        return 404, {}

    def redeem(self, form: dict[str, str]) -> tuple[int, Any]:
        asked = self.codes.pop(form.get("code", ""), None)
        challenge = urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if asked is None or challenge != asked["code_challenge"] or form["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        return 200, {"id_token": self.id_token(asked["nonce"]), "access_token": "access", "token_type": "Bearer"}


def handler_of(provider: Provider) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            form = parse_qs(self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode())
            fields = {name: values[0] for name, values in form.items()}
            provider.requests.append((path, fields))
            reply = provider.replies.get(path)
            if callable(reply):
                reply(self)
                return
            status, body = reply or provider.answer(path, fields)
            self.say(status, body if isinstance(body, bytes) else json.dumps(body).encode())

        def do_POST(self) -> None:
            self.do_GET()

        def say(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    return Handler


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        pass


@contextmanager
def open_provider() -> Iterator[Provider]:
    """Serve a provider on a free port."""
    provider = Provider()
    server = _Server(("127.0.0.1", 0), handler_of(provider))
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield provider
    finally:
        provider.released.set()
        server.shutdown()
        server.server_close()


def unsigned(claims: dict[str, Any]) -> str:
    """Return a token with alg ``none``."""
    parts = (json.dumps(part).encode() for part in ({"alg": "none"}, claims))
    return ".".join(urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."


def signed_by_secret(claims: dict[str, Any], secret: str, **header: Any) -> str:
    """Return a token with alg HS256, under a secret that a careless client would take for a key."""
    parts = (json.dumps(part).encode() for part in ({"alg": "HS256"} | header, claims))
    signed = ".".join(urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)
    signature = hmac.digest(secret.encode(), signed.encode(), "sha256")
    return f"{signed}.{urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def new_key(kind: str = "RSA") -> Any:
    """Return another key."""
    if kind == "RSA":
        return RSAKey.generate_key(2048, auto_kid=True)
    if kind == "OKP":
        return OKPKey.generate_key("Ed25519", auto_kid=True)
    return ECKey.generate_key("P-256", auto_kid=True)
