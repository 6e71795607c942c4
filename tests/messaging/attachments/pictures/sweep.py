"""Run by the tests: make each file of a folder in a process forked for it or for a few, and say what came of it.

``python -m tests.messaging.attachments.pictures.sweep FOLDER AT_ONCE`` writes a line of JSON for each file: its name,
the outcome, the CPU time in seconds, the memory in MB, and which secret words are in what would be stored.
"""

import io
import json
import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from chatsite.pictures.flaws import BadImage
from messaging.attachments.media_types import media_type_of
from messaging.attachments.pictures.deriving import FORMATS, derive
from messaging.attachments.pictures.making import BOUNDS


def outcome(path: Path) -> tuple[str, bytes]:
    """Return what becomes of a file, and everything that would be stored of it."""
    media_type, kind = media_type_of(path)
    if media_type not in FORMATS:
        return kind, b""
    out = io.BytesIO()
    try:
        with path.open("rb") as source:
            derive(source, out, media_type)
    except BadImage as error:
        return error.flaw, b""
    except MemoryError:
        return "too_costly", b""
    except Exception as error:
        return type(error).__name__, b""
    return "picture", out.getvalue()


def in_a_fork(paths: list[Path]) -> Iterator[dict]:
    """Yield what came of a few files, all of it lost if one ends the process."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        with os.fdopen(writer, "wb") as pipe:
            _work(paths, pipe)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        lines = [json.loads(line) for line in pipe]
    _, status, used = os.wait4(child, 0)
    if os.WIFSIGNALED(status):
        name = paths[min(len(lines), len(paths) - 1)].name
        lines.append({"name": name, "outcome": signal.Signals(os.WTERMSIG(status)).name, "traces": []})
    for line in lines:
        yield {"cpu_s": 0, **line, "cpu_of_all_s": used.ru_utime + used.ru_stime, "mb": used.ru_maxrss // 1024}


def _work(paths: list[Path], pipe: IO[bytes]) -> None:
    from tests.messaging.attachments.metadata.marked import traces

    for limit, value in [
        (resource.RLIMIT_CPU, BOUNDS.cpu_s * len(paths)),
        (resource.RLIMIT_AS, BOUNDS.memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ]:
        resource.setrlimit(limit, (value, value))
    for path in paths:
        before = _cpu_s()
        what, stored = outcome(path)
        cpu_s = _cpu_s() - before
        found = (
            traces(stored) + [word for word in ("alert(1)",) if word.encode() in stored]
            if len(stored) < 200_000
            else []
        )
        pipe.write(json.dumps({"name": path.name, "outcome": what, "cpu_s": cpu_s, "traces": found}).encode() + b"\n")
        pipe.flush()


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Go through the folder."""
    paths, at_once = sorted(Path(sys.argv[1]).iterdir()), int(sys.argv[2])
    with suppress(BrokenPipeError):
        for start in range(0, len(paths), at_once):
            for line in in_a_fork(paths[start : start + at_once]):
                print(json.dumps(line), flush=True)  # noqa: T201


if __name__ == "__main__":
    import pillow_heif
    from PIL import Image

    Image.init()
    pillow_heif.register_heif_opener()
    main()
