"""A file is read in large pieces for readers who are quick, and in small ones for others."""

import math

import pytest
from django.core.files.base import ContentFile

from messaging.attachments.storing import storage

KB, WHOLE = 1024, bytes(range(256)) * 10 * 1024


def sizes_kb(quick_s: float, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    monkeypatch.setattr(storage, "QUICK_S", quick_s)
    name = storage.storage().save("whole", ContentFile(WHOLE))
    found = list(storage.pieces(name, 0, len(WHOLE)))
    assert b"".join(found) == WHOLE
    return [len(piece) // KB for piece in found]


def test_a_quick_reader_gets_large_pieces(monkeypatch):
    assert sizes_kb(math.inf, monkeypatch) == [256, 1024, 1024, 256]


def test_a_slow_reader_gets_small_pieces(monkeypatch):
    assert sizes_kb(0, monkeypatch) == [256] * 10
