"""PNG: the chunks that change its looks. Nothing behind the end, where careless programs leave what was cut away."""

import zlib

from chatsite.pictures.png import MAX_PROFILE_BYTES, SIGNATURE, chunks
from messaging.attachments.metadata import exif, icc, iptc, xmp
from messaging.attachments.metadata.found import Cleaned, Found, Unclear
from messaging.attachments.metadata.jpeg import trailer

PIXELS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"fdAT"}
SMALL = {b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"cICP", b"sBIT", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"mDCV", b"cLLI"}
MAX_SMALL_BYTES = 1024
MAX_TEXT_BYTES = 2**20
KEYS = {
    b"author": Found.AUTHOR,
    b"copyright": Found.AUTHOR,
    b"artist": Found.AUTHOR,
    b"comment": Found.DESCRIPTION,
    b"description": Found.DESCRIPTION,
    b"title": Found.DESCRIPTION,
    b"software": Found.SOFTWARE,
    b"source": Found.CAMERA,
    b"creation time": Found.DATE,
}
TEXTS = {b"tEXt", b"zTXt", b"iTXt"}


def cleaned(data: bytes) -> Cleaned:
    """Return a PNG without its metadata, pixels untouched."""
    if not data.startswith(SIGNATURE):
        raise Unclear
    result = Cleaned([SIGNATURE])
    end = len(SIGNATURE)
    for kind, chunk, is_sound in chunks(data):
        end += len(chunk)
        _take(kind, chunk, result, is_sound=is_sound)
        if kind == b"IEND":
            break
    result.removed |= trailer(data[end:])
    if result.orientation != 1:
        result.parts.insert(2, _chunk(b"eXIf", exif.minimal(result.orientation)))
    return result


def _take(kind: bytes, chunk: bytes, result: Cleaned, *, is_sound: bool) -> None:
    content = chunk[8:-4]
    if kind in PIXELS:
        result.parts.append(chunk)
    elif kind in SMALL and is_sound and len(content) <= MAX_SMALL_BYTES:
        result.parts.append(chunk)
        result.frames = int.from_bytes(content[:4]) if kind == b"acTL" else result.frames
    elif kind == b"iCCP" and is_sound:
        result.parts += _profile(content)
    elif kind == b"eXIf" and is_sound:
        found, result.orientation = exif.read(content)
        result.removed |= found
    else:
        result.removed |= _meaning(kind, content)


def _profile(content: bytes) -> list[bytes]:
    profile = icc.cleaned(_unpacked(content.partition(b"\x00")[2][1:], MAX_PROFILE_BYTES))
    return [_chunk(b"iCCP", b"ICC\x00\x00" + zlib.compress(profile))] if profile else []


def _meaning(kind: bytes, content: bytes) -> set[Found]:
    if kind == b"tIME":
        return {Found.DATE}
    if kind not in TEXTS:
        return {Found.OTHER}
    key, _, text = content.partition(b"\x00")
    key = key.lower()
    if key == b"xml:com.adobe.xmp":
        return xmp.read(_text(kind, text))
    if key.startswith(b"raw profile type "):
        return _raw_profile(key, _text(kind, text))
    return {KEYS.get(key, Found.OTHER)}


def _text(kind: bytes, text: bytes) -> bytes:
    if kind == b"zTXt":
        return _unpacked(text[1:], MAX_TEXT_BYTES)
    if kind == b"iTXt":
        is_packed, text = text[:1] == b"\x01", text[2:].partition(b"\x00")[2].partition(b"\x00")[2]
        return _unpacked(text, MAX_TEXT_BYTES) if is_packed else text
    return text


def _raw_profile(key: bytes, text: bytes) -> set[Found]:
    """Read what ImageMagick writes: a name, a length, and hexadecimal digits."""
    try:
        data = bytes.fromhex(b"".join(text.split()[2:]).decode("ascii"))
    except ValueError:
        return {Found.OTHER}
    if key.endswith((b"exif", b"app1")):
        return exif.read(data)[0]
    return xmp.read(data) if key.endswith(b"xmp") else iptc.read(data)


def _unpacked(data: bytes, limit: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, limit)
    except zlib.error:
        return b""


def _chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)
