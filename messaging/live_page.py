"""The Live page of the admin: who and what is here now, how busy the last day was, and how the parts are."""

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
from django.template.response import TemplateResponse
from django.utils import timezone

from chatsite.figures import database_bytes, upload_bytes
from chatsite.queues import queues
from messaging import vitals
from messaging.last_day import Step, last_day

PLOT_WIDTH, PLOT_HEIGHT = 720, 120
FILES_KEPT_S = 300
REDIS_PATIENCE_S = 2


def show(request: HttpRequest) -> HttpResponseBase:
    """Show the page to administrators; :data:`page` guards it."""
    steps = last_day(timezone.now())
    processes = vitals.processes()
    context = {
        **admin.site.each_context(request),
        "title": "Live",
        "people_online": processes[0].people_online if processes else 0,
        "processes": processes,
        "plots": [
            plot("Messages a minute", steps, lambda step: step.messages_a_minute),
            plot("Active rooms", steps, lambda step: step.rooms),
        ],
        "queues": queues(),
        "parts": [*_database(), *_redis(), *_files()],
        "versions": _versions(),
        "hours": [step.start for step in steps[::24]],
    }
    return TemplateResponse(request, "admin/live.html", context)


page = admin.site.admin_view(show)


def plot(title: str, steps: Sequence[Step], value: Callable[[Step], float]) -> dict[str, Any]:
    """Return a plot as the points of an SVG line and the area below it, with its peak in words."""
    values = [value(step) for step in steps]
    peak = max(values, default=0)
    scale = PLOT_HEIGHT / (peak or 1)
    across = PLOT_WIDTH / max(1, len(values) - 1)
    line = " ".join(f"{place * across:.1f},{PLOT_HEIGHT - number * scale:.1f}" for place, number in enumerate(values))
    area = f"0,{PLOT_HEIGHT} {line} {PLOT_WIDTH},{PLOT_HEIGHT}"
    return {"title": title, "line": line, "area": area, "peak": round(peak, 1), "now": round(values[-1], 1)}


def _database() -> list[tuple[str, str]]:
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    took_ms = (time.perf_counter() - started) * 1000
    release = ".".join(str(number) for number in connection.get_database_version())
    engine = f"{connection.display_name} {release}"
    return [("Database", f"{engine}, answers in {took_ms:.1f} ms"), ("Database size", _megabytes(database_bytes()))]


def _redis() -> list[tuple[str, str]]:
    if not settings.REDIS_URL:
        return [("Redis", "not used: one process needs none")]
    try:
        with redis.from_url(settings.REDIS_URL, socket_timeout=REDIS_PATIENCE_S) as client:
            started = time.perf_counter()
            facts = client.info()
            took_ms = (time.perf_counter() - started) * 1000
    except redis.RedisError as error:
        return [("Redis", f"cannot be reached: {type(error).__name__}")]
    return [
        ("Redis", f"{facts['redis_version']}, answers in {took_ms:.1f} ms"),
        ("Redis memory", f"{facts['used_memory_human']}, {facts['connected_clients']} clients"),
    ]


def _files() -> list[tuple[str, str]]:
    uploads = caches["local"].get_or_set("upload-bytes", upload_bytes, FILES_KEPT_S) or 0
    free = shutil.disk_usage(settings.MEDIA_ROOT).free if Path(settings.MEDIA_ROOT).is_dir() else 0
    return [("Uploads", f"{_megabytes(uploads)}; {_megabytes(free)} of the disk are free")]


def _versions() -> list[tuple[str, str]]:
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        own = tomllib.load(file)["project"]["version"]
    return [
        ("Chatsite", own),
        ("Python", platform.python_version()),
        *((name, version(name)) for name in ("Django", "channels", "uvicorn", "redis")),
    ]


def _megabytes(size: int) -> str:
    return f"{size / 2**20:,.1f} MB"
