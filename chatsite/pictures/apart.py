"""Call a function that reads a picture in a process of its own.

A picture is hostile until proven otherwise: 17 KB can stand for 144 megapixels, and a JPEG of many scans keeps a core
busy for minutes. So the process has little CPU time and memory, writes no file, and knows nothing of the site: neither
its environment nor, where the kernel has Landlock, any file but programs.
"""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from chatsite.pictures.bounds import FLAWS, Bounds
from chatsite.pictures.flaws import BadImage, Busy, Flaw

AT_ONCE = 2
AT_MOST_WAITING = 2  # each holds a thread for long work
START = Path(__file__).with_name("start.py")

Work = Callable[..., None]
"""A function of a module, called as ``work(source, sink, *arguments)`` with two binary files."""
Sink = Callable[[IO[bytes]], None]

_places = threading.BoundedSemaphore(AT_ONCE + AT_MOST_WAITING)
_slots = threading.BoundedSemaphore(AT_ONCE)


@contextmanager
def slot(wait_s: float) -> Iterator[None]:
    """Hold one of the places in which pictures are read.

    Raises:
        Busy: too many wait already, or none came free.
    """
    if not _places.acquire(blocking=False):
        raise Busy
    try:
        if not _slots.acquire(timeout=wait_s):
            raise Busy
        try:
            yield
        finally:
            _slots.release()
    finally:
        _places.release()


def run(work: Work, *arguments: str, source: IO[bytes], sink: Sink, bounds: Bounds) -> None:
    """Have ``work`` read the file ``source`` in a process, and ``sink`` what it writes until its end.

    What ``sink`` has taken counts only when this returns.

    Raises:
        BadImage: it is no picture, or one that is damaged or too large.
        Busy: no place came free to read it.
    """
    with slot(bounds.wall_clock_s):
        code = _run(_command(work, arguments, bounds), source, sink, bounds)
    if code in FLAWS:
        raise BadImage(FLAWS[code])
    if code:
        raise BadImage(Flaw.TOO_COSTLY if code < 0 else Flaw.DAMAGED)


def _command(work: Work, arguments: tuple[str, ...], bounds: Bounds) -> list[str]:
    limits = [str(bounds.cpu_s), str(bounds.memory_bytes)]
    return [sys.executable, "-I", str(START), *limits, work.__module__, work.__qualname__, *arguments]


def _run(command: list[str], source: IO[bytes], sink: Sink, bounds: Bounds) -> int:
    with subprocess.Popen(  # noqa: S603 - our own code, run by this interpreter
        command, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}
    ) as process:
        alarm = threading.Timer(bounds.wall_clock_s, process.kill)
        alarm.start()
        try:
            sink(cast("IO[bytes]", process.stdout))
            return process.wait()
        finally:
            process.kill()  # where sink failed; does nothing to one that has ended
            alarm.cancel()
