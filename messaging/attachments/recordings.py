"""What pictures, films and sounds are whose first bytes alone do not say it."""

import re
from collections.abc import Callable
from typing import IO

IMAGE, VIDEO, AUDIO, FILE = "image", "video", "audio", "file"
HEAD_BYTES = 4096
FAR_BYTES = 2**20  # how far into a film tracks are looked for

Kind = tuple[str, str]


# ISO base media: the brands say pictures from films, the tracks films from sounds.

PICTURES = [
    ({b"avif", b"avis"}, ("image/avif", IMAGE)),
    ({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs"}, ("image/heic", IMAGE)),
]
GENERAL_PICTURES = {b"mif1", b"msf1", b"mif2"}
HANDLER = re.compile(rb"hdlr.{8}(vide|soun)", re.DOTALL)


def iso_media(head: bytes, file: IO[bytes]) -> Kind | None:
    """Recognise what is in boxes: HEIC, AVIF, MP4, MOV and their relatives."""
    if head[4:8] != b"ftyp":
        return None
    end = min(int.from_bytes(head[:4]), HEAD_BYTES)
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, end - 3, 4))]
    return _picture(brands) or _film(brands[0], file)


def _picture(brands: list[bytes]) -> Kind | None:
    looked_at = brands if brands[0] in GENERAL_PICTURES else brands[:1]
    for names, kind in PICTURES:
        if names & set(looked_at):
            return kind
    return ("image/heif", FILE) if brands[0] in GENERAL_PICTURES else None


def _film(brand: bytes, file: IO[bytes]) -> Kind:
    if brand.startswith((b"3gp", b"3g2", b"3ge")):
        return "video/3gpp", FILE
    if brand == b"crx ":
        return "image/x-canon-cr3", FILE
    tracks = {match[1] for match in HANDLER.finditer(_movie(file))}
    is_sound = tracks == {b"soun"} or (not tracks and brand in {b"M4A ", b"M4B ", b"M4P "})
    if is_sound:
        return "audio/mp4", AUDIO
    return ("video/quicktime" if brand == b"qt  " else "video/mp4"), VIDEO


def _movie(file: IO[bytes]) -> bytes:
    """Return the beginning of the box ``moov``, wherever it is."""
    at, size = 0, file.seek(0, 2)
    for _ in range(1000):
        file.seek(at)
        head = file.read(16)
        length, kind = int.from_bytes(head[:4]), head[4:8]
        length = int.from_bytes(head[8:16]) if length == 1 else length or size
        if kind == b"moov":
            file.seek(at)
            return file.read(min(length, FAR_BYTES))
        at += length
        if length < 8 or at >= size:
            break
    return b""


# Matroska: WebM if it says so, a sound if none of its tracks has a picture.

VIDEO_CODEC, AUDIO_CODEC = re.compile(rb"\x86.V_[A-Z]", re.DOTALL), re.compile(rb"\x86.A_[A-Z]", re.DOTALL)


def matroska(head: bytes, _: IO[bytes]) -> Kind | None:
    """Recognise WebM and Matroska."""
    if not head.startswith(b"\x1a\x45\xdf\xa3"):
        return None
    if b"\x42\x82\x84webm" not in head[:64]:
        return "video/x-matroska", FILE
    is_sound = AUDIO_CODEC.search(head) and not VIDEO_CODEC.search(head)
    return ("audio/webm", AUDIO) if is_sound else ("video/webm", VIDEO)


def ogg(head: bytes, _: IO[bytes]) -> Kind | None:
    """Recognise Ogg by its first stream."""
    if not head.startswith(b"OggS\x00"):
        return None
    first = head[28:40]
    if first.startswith((b"OpusHead", b"\x01vorbis", b"\x7fFLAC", b"Speex   ")):
        return "audio/ogg", AUDIO
    return ("video/ogg", VIDEO) if first.startswith(b"\x80theora") else ("application/ogg", FILE)


# MP3 and AAC: frames of which each says where the next one is.

MP3_KBIT = {
    3: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
    2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
}
MP3_HZ = {3: [44_100, 48_000, 32_000], 2: [22_050, 24_000, 16_000], 0: [11_025, 12_000, 8_000]}
FRAMES_NEEDED = 2


def mpeg_audio(head: bytes, file: IO[bytes]) -> Kind | None:
    """Recognise MP3 and AAC by two frames in a row, behind an ID3 tag if there is one."""
    if head.startswith(b"ID3"):
        low = head[6:10]
        at = 10 + sum((byte & 127) << shift for byte, shift in zip(low, (21, 14, 7, 0), strict=False))
        file.seek(at)
        head = file.read(HEAD_BYTES).lstrip(b"\x00")
        if head.startswith(b"fLaC"):
            return "audio/flac", AUDIO
    for media_type, length_of in (("audio/mpeg", _mp3_frame), ("audio/aac", _aac_frame)):
        if _are_frames(head, length_of):
            return media_type, AUDIO
    return None


def _are_frames(data: bytes, length_of: Callable[[bytes], int]) -> bool:
    at = 0
    for _ in range(FRAMES_NEEDED):
        length = length_of(data[at : at + 7])
        if not length:
            return False
        at += length
    return True


def _mp3_frame(head: bytes) -> int:
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:  # layer III alone
        return 0
    version, rate, hz = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or rate in {0, 15} or hz == 3:
        return 0
    kbit = MP3_KBIT[3 if version == 3 else 2][rate]
    return (144_000 if version == 3 else 72_000) * kbit // MP3_HZ[version][hz] + (head[2] >> 1 & 1)


def _aac_frame(head: bytes) -> int:
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0:
        return 0
    length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return length if length > 7 else 0
