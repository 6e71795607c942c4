"""A push service of the tests' own, on TLS: it reads what browsers would, and answers what it is asked to."""

import base64
import http.server
import ipaddress
import json
import os
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.x509.oid import NameOID

CURVE = ec.SECP256R1()


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass(frozen=True)
class Received:
    """A message that was taken: what the browser reads, and what its headers said."""

    path: str
    data: dict[str, Any]
    topic: str
    ttl: int
    urgency: str
    claims: dict[str, Any]


@dataclass
class Browser:
    """A browser's side of a subscription."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(CURVE))
    secret: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def public(self) -> bytes:
        return point(self.key.public_key())

    @property
    def subscription(self) -> dict[str, Any]:
        keys = {"p256dh": b64(self.public), "auth": b64(self.secret)}
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": keys}

    def read(self, body: bytes) -> bytes:
        """Decrypt a message as RFC 8188 and RFC 8291 say."""
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        sender, record = body[21 : 21 + length], body[21 + length :]
        assert len(record) <= size
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, sender))
        material = derive(shared, self.secret, b"WebPush: info\0" + self.public + sender, 32)
        key = derive(material, salt, b"Content-Encoding: aes128gcm\0", 16)
        nonce = derive(material, salt, b"Content-Encoding: nonce\0", 12)
        plain = AESGCM(key).decrypt(nonce, record, None).rstrip(b"\0")
        assert plain[-1:] == b"\x02"
        return plain[:-1]


def derive(material: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(material)


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def proven(authorization: str, audience: str) -> tuple[dict[str, Any], str]:
    """Return the claims of a VAPID header and its key, once its signature and audience are right."""
    scheme, _, rest = authorization.partition(" ")
    assert scheme == "vapid"
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    signed, _, signature = parts["t"].rpartition(".")
    raw = unb64(signature)
    dss = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, unb64(parts["k"]))
    key.verify(dss, signed.encode(), ec.ECDSA(SHA256()))
    head, claims = (json.loads(unb64(part)) for part in signed.split("."))
    assert head == {"typ": "JWT", "alg": "ES256"}
    assert claims["aud"] == audience
    assert time.time() < claims["exp"] <= time.time() + 24 * 3600
    assert claims["sub"].startswith(("mailto:", "https://"))
    return claims, parts["k"]


@dataclass
class PushService:
    """Takes messages for its browsers. ``answers`` says by path what to answer instead of 201, in turn."""

    port: int = 0
    certificate: Path = Path()
    browsers: dict[str, Browser] = field(default_factory=dict)
    received: list[Received] = field(default_factory=list)
    answers: dict[str, list[Any]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    connections: int = 0
    at_once: int = 0
    most_at_once: int = 0
    takes_s: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)
    arrived: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def origin(self) -> str:
        return f"https://localhost:{self.port}"

    def browser(self, name: str = "1") -> Browser:
        """Return a browser that is subscribed here."""
        browser = Browser(f"{self.origin}/push/{name}")
        self.browsers[f"/push/{name}"] = browser
        return browser

    def answer(self, path: str, *answers: Any) -> None:
        """Answer what comes next for a browser by a status, ``(status, headers)``, or ``None``: never."""
        self.answers[f"/push/{path}"] = list(answers)

    def wait_for(self, count: int, within_s: float = 40) -> list[Received]:
        """Return what was taken, once it is so many."""
        deadline = time.monotonic() + within_s
        while len(self.received) < count and not self.problems:
            assert time.monotonic() < deadline, f"{len(self.received)} of {count} messages came"
            time.sleep(0.02)
        assert self.problems == []
        return list(self.received)

    def take(self, handler: Any) -> tuple[int, dict[str, str]] | None:
        """Take a request and return the answer."""
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        with self.lock:
            self.requests.append(handler.path)
            queued = self.answers.get(handler.path) or [201]
            answer = queued.pop(0) if self.answers.get(handler.path) else queued[0]
        if answer is None:
            return None
        status, headers = answer if isinstance(answer, tuple) else (answer, {})
        try:
            received = self.read(handler, body)
        except Exception as error:  # whatever is wrong with a message is a finding of the test
            self.problems.append(repr(error))
            return 400, {}
        if status == 413 and len(body) < 1_000:
            status = 201
        if status == 201:
            with self.lock:
                self.received.append(received)
        return status, headers

    def read(self, handler: Any, body: bytes) -> Received:
        headers = handler.headers
        assert headers["Content-Encoding"] == "aes128gcm"
        claims, key = proven(headers["Authorization"], self.origin)
        self.keys.add(key)
        assert 0 < int(headers["TTL"]) <= 28 * 86_400
        assert len(headers["Topic"]) <= 32
        assert set(headers["Topic"]) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
        assert headers["Urgency"] in {"very-low", "low", "normal", "high"}
        assert len(body) <= 4096
        plain = self.browsers[handler.path].read(body)
        assert len(plain) <= 3_000
        return Received(
            handler.path, json.loads(plain), headers["Topic"], int(headers["TTL"]), headers["Urgency"], claims
        )


def handler_of(service: PushService) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def setup(self) -> None:
            super().setup()
            service.connections += 1

        def do_POST(self) -> None:
            with service.lock:
                service.at_once += 1
                service.most_at_once = max(service.most_at_once, service.at_once)
            try:
                service.arrived.release()
                service.released.wait(service.takes_s)
                answer = service.take(self)
            finally:
                with service.lock:
                    service.at_once -= 1
            if answer is None:
                service.released.wait(60)
                self.close_connection = True
                return
            self.send_response(answer[0])
            for name, value in {"Content-Length": "0", **answer[1]}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    return Handler


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, service: PushService, context: ssl.SSLContext):
        super().__init__(("127.0.0.1", 0), handler_of(service))
        self._context = context

    def finish_request(self, request: Any, client_address: Any) -> None:
        try:
            secured = self._context.wrap_socket(request, server_side=True)
        except OSError:
            return
        with secured:
            super().finish_request(secured, client_address)  # type: ignore[arg-type]

    def handle_error(self, *_: Any) -> None:
        pass


@contextmanager
def open_service(folder: Path) -> Iterator[PushService]:
    """Serve on a free port, with the certificate for ``localhost`` in ``folder``, which is made if there is none."""
    certificate, key = folder / "push.pem", folder / "push.key"
    if not certificate.exists():
        make_certificate(certificate, key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    service = PushService(certificate=certificate)
    server = _Server(service, context)
    service.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.released.set()
        server.shutdown()
        server.server_close()


def make_certificate(certificate: Path, private: Path) -> None:
    """Make a certificate for this machine's own name that signs itself."""
    key, name = ec.generate_private_key(CURVE), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    certificate.write_bytes(built.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
