"""The process that commands of ``manage.py`` are forked from: ``python -m tests.support.preloaded <fd> <modules…>``.

It has imported libraries, but nothing of the product: each fork does that in the environment of its installation, as a
process of its own would. See :mod:`tests.support.forks`.
"""

import contextlib
import gc
import importlib
import json
import os
import runpy
import selectors
import signal
import socket
import sys

from tests.support.processes import die_with_parent

MOST_BYTES = 64 * 1024
FILES = 4  # where the process id and the exit code go; standard input, output and errors


def main(fd: int, modules: list[str]) -> None:
    """Import ``modules``, then fork once for each request that comes in from the socket ``fd``."""
    for name in modules:
        # Some need settings, and are imported by the fork.
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    gc.collect()
    gc.freeze()  # the forks' collections leave these pages shared
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the forks' business; this one ends with the tests
    with socket.socket(fileno=fd) as requests:
        request = next_fork(requests)
    if request:
        run(*request)


def next_fork(requests: socket.socket) -> tuple[list[str], dict[str, str], list[int]] | None:
    """Return what a fork has to do, in that fork; nothing, in this process, once the tests have ended."""
    with selectors.DefaultSelector() as selector:
        selector.register(requests, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.data:
                    selector.unregister(key.fd)
                    report_end(key.fd, *key.data)
                    continue
                message, files, _, _ = socket.recv_fds(requests, MOST_BYTES, FILES)
                if not message:
                    return None
                pid = os.fork()
                if not pid:
                    return (*json.loads(message), files)
                answers, *streams = files
                os.write(answers, str(pid).encode())
                for stream in streams:
                    os.close(stream)
                selector.register(os.pidfd_open(pid), selectors.EVENT_READ, (pid, answers))


def report_end(pidfd: int, pid: int, answers: int) -> None:
    """Write the exit code of a fork that has ended."""
    _, status = os.waitpid(pid, 0)
    with contextlib.suppress(BrokenPipeError):  # who started it may not be waiting any more
        os.write(answers, str(os.waitstatus_to_exitcode(status)).encode())
    os.close(pidfd)
    os.close(answers)


def run(arguments: list[str], environment: dict[str, str], files: list[int]) -> None:
    """Run ``manage.py`` in this fork."""
    die_with_parent()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, file in enumerate(files[1:]):
        os.dup2(file, number)
    for file in files:
        os.close(file)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["manage.py", *arguments]
    runpy.run_path("manage.py", run_name="__main__")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
