"""Whether nginx on this machine has exactly the workers' sockets as upstreams."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from chatsite.doctor.findings import Finding, fine, wrong

NGINX = Path("/etc/nginx")
_UPSTREAM = re.compile(r"upstream\s+(\S+)\s*\{([^}]*)\}")
_COMMENT = re.compile(r"#.*")


def worker_sockets(folder: Path = NGINX) -> Iterator[Finding]:
    """Compare the sockets in nginx's configuration with the workers there are."""
    if not settings.WORKER_SOCKETS:
        return
    expected = {f"worker-{number}.sock" for number in range(1, settings.WORKERS + 1)}
    found = {name: sockets for name, sockets in _upstreams(folder) if sockets}
    for name, sockets in sorted(found.items()):
        if missing := sorted(expected - sockets):
            yield wrong(
                f"nginx's upstream {name} lacks {', '.join(missing)}: that worker gets no requests.",
                f"List one socket for each of the {settings.WORKERS} workers in both upstreams.",
            )
        if extra := sorted(sockets - expected):
            yield wrong(
                f"nginx's upstream {name} lists {', '.join(extra)}, which no worker serves.",
                f"Remove it, or set WORKERS={len(sockets)}.",
            )
    if found and all(sockets == expected for sockets in found.values()):
        yield fine(f"nginx has the sockets of all {settings.WORKERS} workers.")


def _upstreams(folder: Path) -> Iterator[tuple[str, set[str]]]:
    here = re.compile(rf"unix:{re.escape(str(Path(settings.WORKER_SOCKETS)))}/([^\s;:]+)")
    for path in sorted({path.resolve() for path in folder.rglob("*") if path.is_file()}):
        try:
            text = _COMMENT.sub("", path.read_text(encoding="utf-8", errors="replace"))
        except OSError:  # a private key, for example
            continue
        for name, body in _UPSTREAM.findall(text):
            yield name, set(here.findall(body))
