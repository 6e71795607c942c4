"""What a file is, by its content alone."""

import io
import struct
import zipfile

import pytest
from PIL import Image

from messaging.attachments.media_types import media_type_of
from tests.accounts.pictures.samples import animation, corners, saved
from tests.messaging.attachments.metadata import marked, movies

OFFICE = "application/vnd.openxmlformats-officedocument"
ODT = "application/vnd.oasis.opendocument.text"
MP3 = b"\xff\xfb\x90\x64" + bytes(413)
AAC = b"\xff\xf1\x50\x80\x02\x1f\xfc" + bytes(9)


def ogg(first: bytes) -> bytes:
    return b"OggS\x00\x02" + bytes(20) + b"\x01\x1e" + first + bytes(40)


def matroska(kind: bytes, *codecs: bytes) -> bytes:
    entries = b"".join(b"\xae\x90\xd7\x81\x01\x83\x81\x01\x86" + bytes((0x80 | len(one),)) + one for one in codecs)
    return b"\x1a\x45\xdf\xa3\x93\x42\x82" + bytes((0x80 | len(kind),)) + kind + b"\x18\x53\x80\x67" + entries


def zipped(*names: str, first: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if first:
            archive.writestr("mimetype", first)
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def ftyp(*brands: bytes) -> bytes:
    return movies.box(b"ftyp", brands[0], bytes(4), *brands[1:]) + bytes(64)


def film(kind: bytes, brand: bytes) -> bytes:
    return movies.movie(brand=brand, tracks=[movies.track(kind, [(28, 1)])])


KNOWN = {
    "jpeg": (saved(corners(), "JPEG"), "image/jpeg", "image"),
    "png": (saved(corners(), "PNG"), "image/png", "image"),
    "apng": (animation("PNG"), "image/png", "image"),
    "gif": (saved(corners("P"), "GIF"), "image/gif", "image"),
    "webp": (saved(corners(), "WEBP"), "image/webp", "image"),
    "avif": (saved(corners(), "AVIF"), "image/avif", "image"),
    "heic": (marked.marked_heic(), "image/heic", "image"),
    "heic of general brand": (ftyp(b"mif1", b"mif1", b"heic"), "image/heic", "image"),
    "avif of general brand": (ftyp(b"mif1", b"miaf", b"avif"), "image/avif", "image"),
    "heic sequence": (ftyp(b"hevc", b"msf1"), "image/heic", "image"),
    "heif of something else": (ftyp(b"mif1", b"jpeg"), "image/heif", "file"),
    "mp4": (film(b"vide", b"mp42"), "video/mp4", "video"),
    "mp4 with its index first": (movies.movie(moov_first=True), "video/mp4", "video"),
    "mp4 with a wide box": (movies.movie(is_wide=True), "video/mp4", "video"),
    "mov": (film(b"vide", b"qt  "), "video/quicktime", "video"),
    "m4a": (movies.song(), "audio/mp4", "audio"),
    "voice message of Safari": (film(b"soun", b"iso5"), "audio/mp4", "audio"),
    "m4a cut off": (ftyp(b"M4A ", b"isom"), "audio/mp4", "audio"),
    "3gp": (ftyp(b"3gp4", b"isom"), "video/3gpp", "file"),
    "canon raw": (ftyp(b"crx ", b"isom"), "image/x-canon-cr3", "file"),
    "webm": (matroska(b"webm", b"V_VP9", b"A_OPUS"), "video/webm", "video"),
    "voice message of Chrome": (matroska(b"webm", b"A_OPUS"), "audio/webm", "audio"),
    "matroska": (matroska(b"matroska", b"V_VP9"), "video/x-matroska", "file"),
    "opus": (ogg(b"OpusHead"), "audio/ogg", "audio"),
    "vorbis": (ogg(b"\x01vorbis"), "audio/ogg", "audio"),
    "theora": (ogg(b"\x80theora"), "video/ogg", "video"),
    "ogg of something else": (ogg(b"fishead\x00"), "application/ogg", "file"),
    "wav": (b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(28), "audio/wav", "audio"),
    "avi": (b"RIFF\x24\x00\x00\x00AVI LIST" + bytes(28), "video/x-msvideo", "file"),
    "flac": (b"fLaC\x00\x00\x00\x22" + bytes(34), "audio/flac", "audio"),
    "mp3": (MP3 * 3, "audio/mpeg", "audio"),
    "mp3 with tags": (b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10) + MP3 * 3, "audio/mpeg", "audio"),
    "mp3 with a large cover": (b"ID3\x04\x00\x00\x00\x02\x00\x00" + bytes(32_768) + MP3 * 3, "audio/mpeg", "audio"),
    "flac with tags": (b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"fLaC" + bytes(40), "audio/flac", "audio"),
    "aac": (AAC * 3, "audio/aac", "audio"),
    "pdf": (b"%PDF-1.7\n", "application/pdf", "file"),
    "zip": (zipped("a.txt"), "application/zip", "file"),
    "empty zip": (zipped(), "application/zip", "file"),
    "docx": (zipped("[Content_Types].xml", "word/document.xml"), f"{OFFICE}.wordprocessingml.document", "file"),
    "xlsx": (zipped("_rels/.rels", "xl/workbook.xml"), f"{OFFICE}.spreadsheetml.sheet", "file"),
    "odt": (zipped("content.xml", first=ODT), ODT, "file"),
    "epub": (zipped("a", first="application/epub+zip"), "application/epub+zip", "file"),
    "tar": (bytes(257) + b"ustar\x0000" + bytes(250), "application/x-tar", "file"),
    "bmp": (saved(corners(), "BMP"), "image/bmp", "file"),
    "tiff": (saved(corners(), "TIFF"), "image/tiff", "file"),
    "ico": (saved(corners(size=(16, 16)), "ICO"), "image/vnd.microsoft.icon", "file"),
    "jpeg xl": (b"\xff\x0a" + bytes(20), "image/jxl", "file"),
    "exe": (b"MZ\x90\x00" + bytes(60), "application/vnd.microsoft.portable-executable", "file"),
    "text": (b"Hello\r\n\tworld", "text/plain", "file"),
    "text of other scripts": ("Grüße, 你好, שלום 🎉 ".encode() * 400, "text/plain", "file"),
    "html": (b"<!doctype html><script>alert(1)</script>", "text/plain", "file"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "text/plain", "file"),
    "nothing": (b"", "application/octet-stream", "file"),
    "noise": (bytes((n * 197 + n // 7) % 256 for n in range(4096)), "application/octet-stream", "file"),
    "latin-1": ("Grüße".encode("latin-1"), "application/octet-stream", "file"),
}  # fmt: skip
# What pretends to be something that is shown.
PRETENDERS = {
    "tag and a page": b"ID3\x03\x00\x00\x00\x00\x00\x00<html><script>alert(1)</script>",
    "one frame of mp3": b"\xff\xfb\x90\x64<html>",
    "page with a picture behind it": b"<html>" + saved(corners(), "PNG"),
    "picture behind a space": b" " + saved(corners(), "JPEG"),
    "riff of nothing": b"RIFF\xff\xff\xff\xffHTML<script>",
    "ogg of a page": ogg(b"<html>"),
    "ftyp alone": b"\x00\x00\x00\x08free",
    "half a signature": b"\x89PNG\r\n",
    "gif of no version": b"GIF88a" + bytes(50),
    "matroska that says webm later": b"\x1a\x45\xdf\xa3" + bytes(100) + b"\x42\x82\x84webm",
    "zip with a picture's name": zipped("photo.jpg"),
}


@pytest.mark.parametrize("name", KNOWN)
def test_a_file_is_known_by_its_content(tmp_path, name):
    data, media_type, kind = KNOWN[name]
    path = tmp_path / "evil.html"
    path.write_bytes(data)
    assert media_type_of(path) == (media_type, kind)


@pytest.mark.parametrize("name", PRETENDERS)
def test_a_pretender_is_a_file(tmp_path, name):
    path = tmp_path / "photo.jpg"
    path.write_bytes(PRETENDERS[name])
    assert media_type_of(path)[1] == "file"


@pytest.mark.parametrize("size", [1, 7, 8, 11, 12, 15, 16, 30])
@pytest.mark.parametrize("name", KNOWN)
def test_a_file_cut_short_is_still_something(tmp_path, name, size):
    path = tmp_path / "file"
    path.write_bytes(KNOWN[name][0][:size])
    assert media_type_of(path)[1] in {"image", "video", "audio", "file"}


def test_a_film_whose_boxes_go_in_circles_ends(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(movies.box(b"ftyp", b"mp42") + struct.pack(">I", 1) + b"mdat" + bytes(8))
    assert media_type_of(path)[0] == "video/mp4"


def test_every_picture_that_pillow_writes_is_known(tmp_path):
    for kind, media_type in {
        "JPEG": "image/jpeg",
        "PNG": "image/png",
        "WEBP": "image/webp",
        "AVIF": "image/avif",
    }.items():
        path = tmp_path / kind
        Image.new("RGB", (9, 9)).save(path, kind)
        assert media_type_of(path) == (media_type, "image")
