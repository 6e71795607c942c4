"""Real nginx servers: of any site, and of the shipped one, with only places, ports and the certificate put in."""

import os
import re
import ssl
import subprocess
from pathlib import Path

from tests.support.processes import answers, free_port, program, spawn, wait_until
from tests.support.server import ROOT, Server
from tests.support.services import Service

SITE = ROOT / "deploy" / "nginx" / "chatsite.conf"
MAIN = """
{user}
worker_processes 1;
pid {folder}/pid;
error_log {folder}/errors;
events {{ worker_connections 4096; }}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site;
}}
"""


class AnyNginx(Service):
    """An nginx on ``port`` that serves what :meth:`serve` is given."""

    program = "nginx"

    def __init__(self, port: int):
        super().__init__()
        self.port = port

    def serve(self, site: str) -> None:
        """Write down the site, as it stands inside ``http { }``."""
        user = "user root;" if os.geteuid() == 0 else ""
        (self.folder / "main").write_text(MAIN.format(user=user, folder=self.folder))
        (self.folder / "site").write_text(site)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.process = spawn(self.command(), log=self.log)
        wait_until(lambda: answers(port=self.port), self.process, log=self.log)

    def command(self) -> list[object]:
        """Return its command line."""
        return [program("nginx"), "-p", self.folder, "-c", self.folder / "main", "-g", "daemon off;"]


class Nginx(AnyNginx):
    """Serves ``server``, whose workers listen in ``sockets``, over TLS on ``port``."""

    def __init__(self, server: Server, *, sockets: Path, port: int):
        super().__init__(port)
        self.plain_port = free_port()
        self.url = f"https://127.0.0.1:{self.port}"
        self.certificate, self.key = self.folder / "certificate.pem", self.folder / "key.pem"
        self._make_certificate()
        self.serve(self._site(server, sockets))

    def _site(self, server: Server, sockets: Path) -> str:
        text = "".join(line for line in SITE.read_text().splitlines(keepends=True) if "listen [::]" not in line)
        for shipped, here in {
            "listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            "listen 443 ssl": f"listen 127.0.0.1:{self.port} ssl",
            "/etc/letsencrypt/live/chat.example.org/fullchain.pem": self.certificate,
            "/etc/letsencrypt/live/chat.example.org/privkey.pem": self.key,
            "/run/chatsite/": f"{sockets}/",
            "/var/lib/chatsite/static/": f"{server.env['DATA_DIR']}/static/",
            "/var/lib/chatsite/media/": f"{server.media}/",
            "/var/log/nginx/chatsite.log": self.folder / "access",
        }.items():
            assert shipped in text, shipped
            text = text.replace(shipped, str(here))
        return text

    def _make_certificate(self) -> None:
        command = ["openssl", "req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
        command += ["-keyout", self.key, "-out", self.certificate, "-days", "2", "-subj", "/CN=127.0.0.1"]
        command += ["-addext", "subjectAltName=IP:127.0.0.1"]
        subprocess.run(command, check=True, capture_output=True)

    def trust(self) -> ssl.SSLContext:
        """Return what a client needs to trust the certificate."""
        return ssl.create_default_context(cafile=self.certificate)

    def errors(self) -> list[str]:
        """Return the errors that nginx logged, and its warnings."""
        path = self.folder / "errors"
        lines = path.read_text().splitlines() if path.exists() else []
        return [line for line in lines if re.search(r"\[(warn|error|crit|alert|emerg)\]", line)]
