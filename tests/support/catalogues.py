"""Another language, as the tools of gettext would have compiled it."""

import struct
from pathlib import Path


def write_catalogue(folder: Path, language: str, texts: dict[str, str]) -> None:
    """Give the installation whose ``LOCALE_DIR`` is ``folder`` a language, for its pages and for their scripts."""
    messages = folder / language / "LC_MESSAGES"
    messages.mkdir(parents=True)
    for name in ("django.mo", "djangojs.mo"):
        (messages / name).write_bytes(compiled(texts))


def compiled(texts: dict[str, str]) -> bytes:
    """Return a catalogue as gettext reads it (a .mo file)."""
    entries = sorted({"": "Content-Type: text/plain; charset=UTF-8\n", **texts}.items())
    start = 28 + 16 * len(entries)
    tables, data = [b"", b""], b""
    for side in (0, 1):
        for entry in entries:
            text = entry[side].encode()
            tables[side] += struct.pack("<II", len(text), start + len(data))
            data += text + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(entries), 28, 28 + 8 * len(entries), 0, start)
    return head + tables[0] + tables[1] + data
