"""The service worker: its modules as one script, because not every browser takes a worker that is a module."""

import functools
import json
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404
from django.templatetags.static import static
from django.utils.translation import gettext

# In an order in which each comes after what it imports.
MODULES = [
    "lib/clock.js",
    "lib/uuid.js",
    "worker/kept.js",
    "worker/tabs_of_chat.js",
    "worker/offline.js",
    "worker/shown.js",
    "worker/replies.js",
    "worker/push.js",
    "worker/clicks.js",
    "service_worker.js",
]
IMPORT = re.compile(r"^import [^;]+;\n", re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class)|const|let)", re.MULTILINE)


def worker_script(*, icon: str) -> str:
    """Return the script, with its texts in the current language before it; ``icon`` is a notification's."""
    texts = {
        "news": gettext("New message"),
        "reply": gettext("Reply"),
        "placeholder": gettext("Write a reply"),
        "unsent": gettext("Your reply isn't sent yet. Open the chat to send it."),
        "icon": icon,
        "badge": static("img/badge-96.png"),
    }
    return f"const WORKER_TEXTS = {json.dumps(texts)};\n{_joined()}"


@functools.cache
def _joined() -> str:
    """Return the modules in one, without what only modules may say."""
    return "\n".join(EXPORT.sub("", IMPORT.sub("", _source(name))) for name in MODULES)


def _source(name: str) -> str:
    path = finders.find(f"js/{name}")
    if path is None:
        raise Http404
    return Path(path).read_text(encoding="utf-8")
