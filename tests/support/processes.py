"""Programs that a test run starts: each ends with it, however it ends."""

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

SYSTEM_PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
PR_SET_PDEATHSIG = 1
CPUCLOCK_SCHED = 2
_libc = ctypes.CDLL(None, use_errno=True)
# The kernel takes the thread that started a program for its parent: this one lives as long as the tests.
_parent = ThreadPoolExecutor(1, thread_name_prefix="spawn")


def program(*names: str) -> str | None:
    """Return the path of the first of these programs that is installed, or nothing."""
    return next(filter(None, (shutil.which(name, path=SYSTEM_PATH) for name in names)), None)


def scratch_folder() -> Path:
    """Make an empty folder with a short path (a socket's is at most 107 bytes), in memory where that is possible."""
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="chat-", dir=memory if os.access(memory, os.W_OK) else None))


def free_port() -> int:
    """Return a port of the loopback address that no one uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def spawn(command: Sequence[object], *, log: Path, env: Mapping[str, str] | None = None, **options: object):
    """Start a program that writes to ``log`` and is killed when this process dies."""

    with log.open("ab") as output:
        start = partial(
            subprocess.Popen,
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=env,
            preexec_fn=die_with_parent,
            **options,
        )
        return _parent.submit(start).result()


def die_with_parent() -> None:
    """Have the kernel kill this process when the one that started it ends."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def stop(process: subprocess.Popen, *, sig: signal.Signals = signal.SIGTERM, within_s: float = 15) -> int:
    """Ask a program to end and return its exit code; kill it when it does not listen."""
    if process.poll() is None:
        process.send_signal(sig)
    try:
        return process.wait(within_s)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def wait_until(ready: Callable[[], object], process: subprocess.Popen, *, log: Path, within_s: float = 60) -> None:
    """Wait for a program to be ready; fail with its log when it ended or took too long."""
    deadline = time.monotonic() + within_s
    while not ready():
        if process.poll() is not None:
            raise RuntimeError(f"{process.args[0]} ended with {process.returncode}:\n{log.read_text()[-4000:]}")
        if time.monotonic() > deadline:
            raise RuntimeError(f"{process.args[0]} was not ready after {within_s} s:\n{log.read_text()[-4000:]}")
        time.sleep(0.02)


def wait_for(condition: Callable[[], object], *, within_s: float = 60) -> None:
    """Wait until something has come about; fail when it takes too long."""
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def cpu_seconds(*pids: int) -> float:
    """Return the processor time that processes have used, all threads, user and system, by the kernel's account."""
    clocks = [~pid << 3 | CPUCLOCK_SCHED for pid in pids]  # clock_getcpuclockid(3), which Python lacks
    return sum(map(time.clock_gettime, clocks))


def children(pid: int) -> list[int]:
    """Return the ids of the processes that a process has started."""
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def answers(*, path: Path | None = None, port: int | None = None) -> bool:
    """Tell whether something accepts connections there."""
    family, address = (socket.AF_UNIX, str(path)) if path else (socket.AF_INET, ("127.0.0.1", port))
    with socket.socket(family) as probe:
        probe.settimeout(1)
        try:
            probe.connect(address)
        except OSError:
            return False
    return True
