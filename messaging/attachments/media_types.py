"""What a file is by its content. The name and the type that a sender claims count for nothing.

Only what is recognised here as a picture, a film or a sound is ever shown in a page; everything else is downloaded.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import IO

from messaging.attachments import recordings
from messaging.attachments.recordings import AUDIO, FILE, HEAD_BYTES, IMAGE, Kind

UNKNOWN = "application/octet-stream"
TEXT = "text/plain"

SIGNATURES = [
    (b"\xff\xd8\xff", "image/jpeg", IMAGE),
    (b"\x89PNG\r\n\x1a\n", "image/png", IMAGE),
    (b"GIF87a", "image/gif", IMAGE),
    (b"GIF89a", "image/gif", IMAGE),
    (b"fLaC", "audio/flac", AUDIO),
    (b"%PDF-", "application/pdf", FILE),
    (b"\x1f\x8b\x08", "application/gzip", FILE),
    (b"BZh", "application/x-bzip2", FILE),
    (b"\xfd7zXZ\x00", "application/x-xz", FILE),
    (b"\x28\xb5\x2f\xfd", "application/zstd", FILE),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed", FILE),
    (b"Rar!\x1a\x07", "application/vnd.rar", FILE),
    (b"\x7fELF", "application/x-executable", FILE),
    (b"MZ", "application/vnd.microsoft.portable-executable", FILE),
    (b"SQLite format 3\x00", "application/vnd.sqlite3", FILE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage", FILE),
    (b"II*\x00", "image/tiff", FILE),
    (b"MM\x00*", "image/tiff", FILE),
    (b"8BPS", "image/vnd.adobe.photoshop", FILE),
    (b"\x00\x00\x01\x00", "image/vnd.microsoft.icon", FILE),
    (b"\xff\x0a", "image/jxl", FILE),
    (b"\x00\x00\x00\x0cJXL \r\n\x87\n", "image/jxl", FILE),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2", FILE),
    (b"wOFF", "font/woff", FILE),
    (b"wOF2", "font/woff2", FILE),
    (b"#!AMR", "audio/amr", FILE),
    (b"MThd", "audio/midi", FILE),
]
OFFICE = {
    b"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
MIMETYPE = re.compile(rb"mimetype(application/(?:vnd\.oasis\.opendocument\.[a-z-]+|epub\+zip))")


def media_type_of(path: Path) -> Kind:
    """Return the media type of a file, and its kind: ``image``, ``video``, ``audio`` or ``file``."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        for signature, media_type, kind in SIGNATURES:
            if head.startswith(signature):
                return media_type, kind
        found = (look(head, file) for look in LOOKS)
        return next((one for one in found if one), (UNKNOWN, FILE))


def _riff(head: bytes, _: IO[bytes]) -> Kind | None:
    kinds = {b"WEBP": ("image/webp", IMAGE), b"WAVE": ("audio/wav", AUDIO), b"AVI ": ("video/x-msvideo", FILE)}
    return kinds.get(head[8:12]) if head[:4] == b"RIFF" else None


def _zip(head: bytes, _: IO[bytes]) -> Kind | None:
    if not head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    if match := MIMETYPE.search(head[:200]):
        return match[1].decode(), FILE
    if b"[Content_Types].xml" in head or b"_rels/" in head:
        return next((kind for name, kind in OFFICE.items() if name in head), "application/zip"), FILE
    return "application/zip", FILE


def _tar(head: bytes, _: IO[bytes]) -> Kind | None:
    return ("application/x-tar", FILE) if head[257:262] == b"ustar" else None


def _bmp(head: bytes, _: IO[bytes]) -> Kind | None:
    is_one = head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in {12, 40, 52, 56, 64, 108, 124}
    return ("image/bmp", FILE) if is_one else None


def _text(head: bytes, _: IO[bytes]) -> Kind | None:
    """Recognise text, whatever language it is in: HTML and SVG are text too, and nothing that a page shows."""
    if not head or re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]", head):
        return None
    for cut in range(4 if len(head) == HEAD_BYTES else 1):  # the last character may be cut off
        try:
            head[: len(head) - cut].decode()
        except UnicodeDecodeError:
            continue
        return TEXT, FILE
    return None


LOOKS: list[Callable[[bytes, IO[bytes]], Kind | None]] = [
    *(_riff, recordings.iso_media, recordings.matroska, recordings.ogg, recordings.mpeg_audio, _zip, _tar, _bmp, _text),
]
