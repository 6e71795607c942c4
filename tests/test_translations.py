"""Another language is a folder in locale/: its texts come to the pages and, as a script, to their scripts."""

import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

TEXTS = {"Sign in": "Dobej", "Several people are typing…": "Više njih piše…"}


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


@pytest.fixture
def language(tmp_path: Path, settings) -> Iterator[str]:
    """Return a language that the installation speaks besides English."""
    folder = tmp_path / "hr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    for name in ("django.mo", "djangojs.mo"):
        (folder / name).write_bytes(compiled(TEXTS))
    settings.LOCALE_PATHS = [tmp_path]
    settings.LANGUAGES = [("en", "English"), ("hr", "hrvatski")]
    return "hr"


def test_a_page_speaks_the_language_that_its_reader_prefers(client: Client, db: None, language: str) -> None:
    page = client.get("/login/", headers={"Accept-Language": f"{language}, en;q=0.5"}).content.decode()
    assert '<html lang="hr"' in page
    assert "Dobej" in page
    assert '<script src="/i18n/hr.js"></script>' in page


def test_the_scripts_get_the_same_language(client: Client, language: str) -> None:
    response = client.get("/i18n/hr.js")
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert "max-age" in response.headers["Cache-Control"]
    assert "Vi\\u0161e njih pi\\u0161e\\u2026" in response.content.decode()


def test_english_needs_no_catalogue(client: Client, db: None, language: str) -> None:
    page = client.get("/login/", headers={"Accept-Language": "fr, en;q=0.5"}).content.decode()
    assert '<html lang="en"' in page
    assert "/i18n/" not in page


def test_a_language_that_nobody_translated_is_not_found(client: Client, db: None, language: str) -> None:
    assert client.get("/i18n/xx.js").status_code == 404
