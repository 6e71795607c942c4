"""Any picture a person brings, as a small clean one.

A picture is hostile until proven otherwise: 17 KB can stand for 144 megapixels, and a JPEG of many scans keeps a core
busy for minutes. So :mod:`accounts.pictures.process` decodes it in a process of its own, which the system stops at 2 s
of CPU time and 512 MB of memory. Nothing of the original but its pixels reaches the result.
"""

import subprocess
import sys
import threading

from accounts.pictures import process
from accounts.pictures.process import REFUSED, BadImage, Flaw, Form

__all__ = ["BadImage", "Busy", "Flaw", "Form", "converted"]

WALL_CLOCK_S = 15
AT_ONCE = 2
AT_MOST_WAITING = 2  # each holds a thread of HTTP

_slots = threading.BoundedSemaphore(AT_ONCE + AT_MOST_WAITING)
_slots = threading.BoundedSemaphore(AT_ONCE)


class Busy(Exception):
    """Too many pictures are being read just now."""


def converted(data: bytes, form: Form = Form.PERSON) -> bytes:
    """Return the picture ``data`` in ``form``, as :func:`accounts.pictures.process.convert` describes it.

    Raises:
        BadImage: it is no picture, or one that is damaged or too large.
        Busy: no slot came free to read it.
    """
    if not _slots.acquire(blocking=False):
        raise Busy
    try:
        return _decoded(data, form)
    finally:
        _slots.release()


def _decoded(data: bytes, form: Form) -> bytes:
    if not _slots.acquire(timeout=WALL_CLOCK_S):
        raise Busy
    try:
        done = subprocess.run(  # noqa: S603 - our own file, run by this interpreter
            [sys.executable, "-I", process.__file__, form],
            input=data,
            capture_output=True,
            timeout=WALL_CLOCK_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BadImage(Flaw.TOO_COSTLY) from None
    finally:
        _slots.release()
    if done.returncode == REFUSED:
        raise BadImage(Flaw(done.stdout.decode()))
    if done.returncode:
        raise BadImage(Flaw.TOO_COSTLY if done.returncode < 0 else Flaw.DAMAGED)
    return done.stdout
