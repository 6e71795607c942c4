"""What senders call their files."""

import re
from urllib.parse import unquote

import pytest

from messaging.attachments.names import clean_name, disposition, size_in_words

HEBREW = "דוח שנתי.pdf"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("notes.txt", "notes.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\photo.jpg", "photo.jpg"),
        ("a/b\\c", "c"),
        ("a\x00b\r\nc\x7f.txt", "abc.txt"),
        ("  two   spaces .txt ", "two spaces .txt"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("\u2066a\u2069.txt", "a.txt"),
        (HEBREW, HEBREW),
        ("👩‍👩‍👧.png", "👩‍👩‍👧.png"),
        ("e\u0301.txt", "é.txt"),
        ("lone \ud800 half", "lone half"),
        ('"quoted".txt', '"quoted".txt'),
        ("", "file"),
        (".", "file"),
        ("..", "file"),
        ("///", "file"),
        ("\x01", "file"),
        (".bashrc", ".bashrc"),
        ("<script>alert(1)</script>", "script>"),
    ],
)
def test_a_name_is_no_path_and_deceives_no_one(given, kept):
    assert clean_name(given) == kept


@pytest.mark.parametrize("given", ["x" * 300 + ".jpeg", "é" * 300 + ".jpeg", "👍" * 100 + ".jpeg"])
def test_a_long_name_is_cut_to_255_bytes_and_keeps_its_suffix(given):
    kept = clean_name(given)
    assert 250 <= len(kept.encode()) <= 255
    assert kept.endswith(".jpeg")
    assert clean_name(kept) == kept


def test_a_long_suffix_is_none():
    assert len(clean_name("a." + "é" * 300).encode()) in {254, 255}
    assert len(clean_name("." + "x" * 300)) == 255


@pytest.mark.parametrize(
    "name", ["a.txt", HEBREW, "👍.png", 'say "hi".txt', "100%25.txt", "a;b=c,d.txt", "back\\slash", "ü.txt", "x" * 255]
)
def test_the_header_says_the_exact_name(name):
    header = disposition(name, inline=False)
    assert header.isascii()
    found = re.fullmatch(r"attachment; filename=\"([ -!#$&-.0-\[\]-~]*)\"; filename\*=UTF-8''(\S+)", header)
    assert found, header
    assert unquote(found[2]) == name
    assert disposition(name, inline=True).startswith("inline; ")


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (1023, "1023 bytes"),
        (1024, "1 KB"),
        (1536, "1.5 KB"),
        (100 * 2**20, "100 MB"),
        (100 * 2**20 + 1, "101 MB"),
        (310 * 2**20, "310 MB"),
        (2**30 + 2**29, "1.5 GB"),
        (10 * 2**20 - 1, "10 MB"),
    ],
)
def test_a_size_is_rounded_up_as_people_read_it(size, words):
    assert str(size_in_words(size)) == words
