"""The process that reads a picture: limits and confines itself, then calls the one function it was started for."""

import importlib
import os
import resource
import sys

from chatsite.pictures.bounds import EXIT_CODES
from chatsite.pictures.confinement import confine
from chatsite.pictures.flaws import BadImage, Flaw

NICENESS = 10  # people who sign in meanwhile come first


def main(cpu_s: str, memory_bytes: str, module: str, function: str, *arguments: str) -> int:
    """Call ``module.function(source, sink, *arguments)`` with standard input and output; return the exit code.

    Anything but a :class:`BadImage` ends the process with a traceback and code 1, which stands for "damaged".
    """
    _limit(int(cpu_s), int(memory_bytes))
    confine(module.partition(".")[0])
    try:
        work = getattr(importlib.import_module(module), function)
        work(sys.stdin.buffer, sys.stdout.buffer, *arguments)
        sys.stdout.buffer.flush()
    except BadImage as error:
        return EXIT_CODES[error.flaw]
    except MemoryError:
        return EXIT_CODES[Flaw.TOO_COSTLY]
    return 0


def _limit(cpu_s: int, memory_bytes: int) -> None:
    os.nice(NICENESS)
    for limit, value in [
        (resource.RLIMIT_CPU, cpu_s),
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ]:
        resource.setrlimit(limit, (value, value))
