"""Let a process read nothing but programs, by Linux's Landlock (docs/decisions/pictures-apart.md).

Faults of decoders that run code from a picture are found every few years. Such code then finds neither the database nor
settings, writes no file and connects nowhere.
"""

import ctypes
import os
import struct
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]
SYSTEM = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache")
NO_NEW_PRIVILEGES = 38
# System calls, of the same number on all architectures, and their constants (linux/landlock.h).
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION_FLAG, PATH_BENEATH = 1, 1
READ_FILE, READ_FOLDER = 1 << 2, 1 << 3
# What is refused, from which version on.
FILES = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
NETWORK, SCOPES = (1 << 2) - 1, (1 << 2) - 1
NETWORK_VERSION, SCOPES_VERSION = 4, 6

_libc = ctypes.CDLL(None, use_errno=True)


def version() -> int:
    """Return the version of Landlock that the kernel has, 0 if none."""
    if sys.platform != "linux":
        return 0
    return max(0, int(_libc.syscall(CREATE_RULESET, None, 0, VERSION_FLAG)))


def confine(package: str) -> None:
    """Let this process read Python, its packages, ``package`` of ours and what all features share, and nothing else.

    Where the kernel cannot, it stays as it is: bounded, and without the site's environment.
    """
    has = version()
    if not has:
        return
    files = FILES[max(one for one in FILES if one <= has)]
    attributes = [files, NETWORK if has >= NETWORK_VERSION else 0, SCOPES if has >= SCOPES_VERSION else 0]
    wanted = struct.pack("QQQ", *attributes)[: 24 if has >= SCOPES_VERSION else 16 if has >= NETWORK_VERSION else 8]
    ruleset = _libc.syscall(CREATE_RULESET, wanted, len(wanted), 0)
    if ruleset < 0:
        return
    for path in _readable(package):
        _allow(ruleset, path)
    _libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    _libc.syscall(RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def _readable(package: str) -> Iterator[str]:
    yield from SYSTEM
    yield from {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    yield str(Path(sys.base_prefix, "lib"))
    yield from (str(ROOT / name) for name in {package, "chatsite"})


def _allow(ruleset: int, path: str) -> None:
    with suppress(OSError):
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
        allowed = READ_FILE | (READ_FOLDER if Path(path).is_dir() else 0)
        _libc.syscall(ADD_RULE, ruleset, PATH_BENEATH, struct.pack("=Qi", allowed, folder), 0)
        os.close(folder)
