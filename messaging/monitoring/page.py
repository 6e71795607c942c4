"""The admin's Status page: people online, server processes, the last day's activity, services and versions."""

import platform
import shutil
import time
import tomllib
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.contrib import admin
from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chatsite.backoffice.queues import queues
from chatsite.contract.sentences import Sentence
from chatsite.observe.statistics import database_bytes, upload_bytes
from messaging.monitoring import process_status
from messaging.monitoring.last_day import Step, last_day

PLOT_WIDTH, PLOT_HEIGHT = 720, 120
FILES_KEPT_S = 300
REDIS_PATIENCE_S = 2


def show(request: HttpRequest) -> HttpResponseBase:
    """Show the page to administrators; :data:`page` guards it."""
    steps = last_day(timezone.now())
    processes = process_status.processes()
    context = {
        **admin.site.each_context(request),
        "title": _("Status"),
        "people_online": processes[0].people_online if processes else 0,
        "processes": processes,
        "plots": [
            plot(_("Messages per minute"), steps, lambda step: step.messages_a_minute),
            plot(_("Active rooms"), steps, lambda step: step.rooms),
        ],
        "queues": queues(),
        "services": [*_database(), *_redis(), *_files()],
        "versions": _versions(),
        "hours": [step.start for step in steps[::24]],
    }
    return TemplateResponse(request, "admin/status.html", context)


page = admin.site.admin_view(show)


def plot(title: Sentence, steps: Sequence[Step], value: Callable[[Step], float]) -> dict[str, Any]:
    """Return a plot: the points of an SVG line and of the area below it, its current and its highest value."""
    values = [value(step) for step in steps]
    peak = max(values, default=0)
    scale = PLOT_HEIGHT / (peak or 1)
    across = PLOT_WIDTH / max(1, len(values) - 1)
    line = " ".join(f"{place * across:.1f},{PLOT_HEIGHT - number * scale:.1f}" for place, number in enumerate(values))
    area = f"0,{PLOT_HEIGHT} {line} {PLOT_WIDTH},{PLOT_HEIGHT}"
    return {"title": title, "line": line, "area": area, "peak": round(peak, 1), "now": round(values[-1], 1)}


def _database() -> list[tuple[Sentence, str]]:
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    took_ms = (time.perf_counter() - started) * 1000
    release = ".".join(str(number) for number in connection.get_database_version())
    engine = f"{connection.display_name} {release}"
    return [(_("Database"), _answering(engine, took_ms)), (_("Database size"), in_words(database_bytes()))]


def _answering(service: str, took_ms: float) -> str:
    return _("{service} · responds in {milliseconds} ms").format(service=service, milliseconds=f"{took_ms:.1f}")


def _redis() -> list[tuple[Sentence, Sentence]]:
    if not settings.REDIS_URL:
        return [("Redis", _("Not used (single process)"))]
    try:
        with redis.from_url(settings.REDIS_URL, socket_timeout=REDIS_PATIENCE_S) as client:
            started = time.perf_counter()
            facts = client.info()
            took_ms = (time.perf_counter() - started) * 1000
    except redis.RedisError as error:
        return [("Redis", _("Can't be reached: {error}").format(error=type(error).__name__))]
    memory, clients = facts["used_memory_human"], facts["connected_clients"]
    load = _("{memory} · {clients} clients").format(memory=memory, clients=clients)
    return [("Redis", _answering(facts["redis_version"], took_ms)), (_("Redis memory"), load)]


def in_words(size: int) -> str:
    """Return a size as people say it: two digits are enough (``71 GB``, ``7.1 GB``)."""
    number, _space, unit = filesizeformat(size).replace("\xa0", " ").partition(" ")
    whole, dot, _rest = number.partition(".")
    return f"{whole if dot and len(whole) > 1 else number} {unit}"


def _files() -> list[tuple[Sentence, str]]:
    uploads = caches["local"].get_or_set("upload-bytes", upload_bytes, FILES_KEPT_S) or 0
    free = shutil.disk_usage(settings.MEDIA_ROOT).free if Path(settings.MEDIA_ROOT).is_dir() else 0
    state = _("{size} · {free} free on disk").format(size=in_words(uploads), free=in_words(free))
    return [(_("Uploads"), state)]


def _versions() -> list[tuple[str, str]]:
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        own = tomllib.load(file)["project"]["version"]
    return [
        ("Chatsite", own),
        ("Python", platform.python_version()),
        *((name, version(name)) for name in ("Django", "channels", "uvicorn", "redis")),
    ]
