"""Make of an uploaded picture what is stored and shown: the original without metadata, previews, its size and colours.

Everything that reads the picture runs in a process of its own (docs/decisions/pictures-apart.md); this module writes
files under names of its own, into the folder it is given.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from chatsite.pictures import apart
from chatsite.pictures.bounds import Bounds
from chatsite.pictures.flaws import BadImage, Busy, Flaw
from messaging.attachments.media_types import media_type_of
from messaging.attachments.metadata.boxes import FREE
from messaging.attachments.pictures import deriving, facts
from messaging.attachments.pictures.streams import Broken, receive

__all__ = ["BadImage", "Busy", "Cleaned", "Picture", "Preview", "cleaned", "made"]

BOUNDS = Bounds(cpu_s=5, memory_bytes=768 * 2**20, wall_clock_s=30)
PREVIEWS = ("small", "medium", "large", "animation")
MOVIES = {"video/mp4", "video/quicktime", "audio/mp4", "video/3gpp"}
STORED_AS = {"image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"}
ZEROS = bytes(2**18)


@dataclass(frozen=True, slots=True)
class Preview:
    """A smaller picture in WebP. An animated one has stills beside it, for people who want nothing to move."""

    path: Path
    width: int
    height: int
    is_animated: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """What became of a picture; sizes are of the picture upright."""

    width: int
    height: int
    blurhash: str
    is_animated: bool
    removed: list[str]  # kinds of metadata that the upload had, as messaging.attachments.metadata.found names them
    media_type: str  # of the original that is kept
    original: Path | None  # the original without metadata; None: the upload has none and can stay
    previews: list[Preview]  # from the smallest; the animated one, if there is one, comes last


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A file without its metadata; None: it has none, or of a kind that is left alone."""

    original: Path | None
    removed: list[str]


def made(upload: Path, into: Path) -> Picture:
    """Return what becomes of the picture ``upload``; its files are new ones in the folder ``into``, ours alone.

    What a failed call has written is removed, and what one left that did not end is replaced.

    Raises:
        BadImage: it is no picture, or one that is damaged or too large; its metadata can still be :func:`cleaned`.
        Busy: too many pictures are being read.
    """
    media_type, _ = media_type_of(upload)
    if media_type not in deriving.FORMATS:
        raise BadImage(Flaw.UNREADABLE)
    files = {name: into / f"{name}.webp" for name in PREVIEWS} | {"original": into / "original"}
    with upload.open("rb") as source:
        said = _derived(deriving.derive, media_type, source, files)
    try:
        return _picture(said, files)
    except BadImage:
        _remove(files)
        raise


def cleaned(upload: Path, into: Path) -> Cleaned:
    """Return a file that is not shown as a picture without what it says of its sender, where that can be taken out.

    That is a picture that cannot be decoded, and an MP4, M4A or MOV. Anything else stays as it is.

    Raises:
        Busy: too many files are being read.
    """
    media_type, _ = media_type_of(upload)
    try:
        if media_type in MOVIES:
            return _cleaned_movie(upload, into / "original", media_type)
        if media_type in deriving.CLEANERS:
            return _cleaned_picture(upload, into / "original", media_type)
    except BadImage:
        pass  # not built as its kind is: players and browsers do not read it either
    return Cleaned(None, [])


def _derived(work: apart.Work, media_type: str, source: IO[bytes], files: dict[str, Path]) -> dict[str, Any]:
    """Have the process write ``files``; return its facts."""
    received = [b""]

    def take(output: IO[bytes]) -> None:
        try:
            received.append(receive(output, files))
        except Broken:
            received.append(b"")

    try:
        apart.run(work, media_type, source=source, sink=take, bounds=BOUNDS)
        return facts.parsed(received[-1])
    except BaseException:
        _remove(files)
        raise


def _remove(files: dict[str, Path]) -> None:
    for path in files.values():
        path.unlink(missing_ok=True)


def _picture(said: dict[str, Any], files: dict[str, Path]) -> Picture:
    facts.require(said.get("media_type") in STORED_AS and type(said.get("is_animated")) is bool)
    facts.require(isinstance(said.get("previews"), list) and bool(said["previews"]))
    return Picture(
        width=facts.side(said.get("width")),
        height=facts.side(said.get("height")),
        blurhash=facts.blurhash(said.get("blurhash")),
        is_animated=said["is_animated"],
        removed=facts.removed(said),
        media_type=said["media_type"],
        original=_existing(files["original"]),
        previews=[_preview(one, files) for one in said["previews"]],
    )


def _preview(said: object, files: dict[str, Path]) -> Preview:
    name, width, height, is_animated = said if isinstance(said, list) and len(said) == 4 else [None] * 4
    facts.require(name in PREVIEWS and files[str(name)].exists() and type(is_animated) is bool)
    return Preview(files[str(name)], facts.side(width), facts.side(height), bool(is_animated))


def _existing(path: Path) -> Path | None:
    return path if path.exists() else None


def _cleaned_picture(upload: Path, original: Path, media_type: str) -> Cleaned:
    with upload.open("rb") as source:
        said = _derived(deriving.clean, media_type, source, {"original": original})
    return Cleaned(_existing(original), facts.removed(said))


def _cleaned_movie(upload: Path, original: Path, media_type: str) -> Cleaned:
    size = upload.stat().st_size
    with upload.open("rb") as source:
        said = _derived(deriving.clean_movie, media_type, source, {})
    zeros, removed = facts.ranges(said.get("zeros"), size), facts.removed(said)
    frees = [start for start, _ in facts.ranges([[at, at] for at in said.get("kinds", [])], size - len(FREE))]
    if not zeros and not frees:
        return Cleaned(None, removed)
    original.unlink(missing_ok=True)
    shutil.copyfile(upload, original)
    with original.open("r+b") as file:
        _overwrite(file, zeros, frees)
    return Cleaned(original, removed)


def _overwrite(file: IO[bytes], zeros: list[tuple[int, int]], frees: list[int]) -> None:
    for start, end in zeros:
        file.seek(start)
        while (left := end - file.tell()) > 0:
            file.write(ZEROS[:left])
    for at in frees:
        file.seek(at)
        file.write(FREE)
    file.flush()
    os.fsync(file.fileno())
