"""The stock ``oidc-provider`` in a Node.js of its own, and a person who fills in its forms."""

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

import httpx

SCRIPT = Path(__file__).parent / "node_provider.mjs"
CLIENT_SECRET = "the client's secret"


@contextmanager
def stock_provider(chat: str) -> Iterator[str]:
    """Run a provider for the chat at an origin, and yield its issuer."""
    command = ["node", str(SCRIPT), chat]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL) as process:
        yield json.loads(next(line for line in process.stdout if line.startswith(b"{")))["issuer"]
        process.stdin.close()  # it ends then


def environment(issuer: str) -> dict[str, str]:
    """Return the chat's settings for it."""
    return {
        "OIDC_PROVIDERS": "staff",
        "OIDC_STAFF_ISSUER": issuer,
        "OIDC_STAFF_CLIENT_ID": "chat",
        "OIDC_STAFF_CLIENT_SECRET": CLIENT_SECRET,
        "OIDC_STAFF_LABEL": "Staff ID",
        "OIDC_STAFF_SCOPES": "openid email profile groups",
        "OIDC_STAFF_GROUPS_CLAIM": "groups",
        "OIDC_STAFF_ADMIN_GROUPS": "developers",
    }


class Visitor(httpx.Client):
    """A person's browser at the provider: it keeps the cookies, and follows no redirect by itself."""

    def __init__(self) -> None:
        super().__init__(timeout=30)

    def sign_in(self, url: str, login: str, *, until: str) -> str:
        """Sign in and consent as asked, and return the address to which the provider sends back."""
        answer = self.get(url)
        for _ in range(20):
            if answer.is_redirect:
                target = urljoin(str(answer.url), answer.headers["Location"])
                if target.startswith(until):
                    return target
                answer = self.get(target)
            else:
                action = re.search(r'<form[^>]*action="([^"]+)"', answer.text)[1]
                prompt = re.search(r'name="prompt" value="(\w+)"', answer.text)[1]
                answer = self.post(
                    urljoin(str(answer.url), action), data={"prompt": prompt, "login": login, "password": "x"}
                )
        raise AssertionError(answer.text)

    def sign_out(self, issuer: str) -> None:
        """Sign out at the provider, which tells its clients."""
        page = self.get(f"{issuer}/session/end").text
        xsrf = re.search(r'name="xsrf" value="([^"]+)"', page)[1]
        assert self.post(f"{issuer}/session/end/confirm", data={"xsrf": xsrf, "logout": "yes"}).status_code < 400
