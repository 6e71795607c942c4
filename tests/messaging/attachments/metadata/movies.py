"""Films as phones, cameras and drones write them, with words that must not be found after cleaning."""

import struct
from collections.abc import Iterator

POSITION = b"+52.5186+013.4083/"


def box(kind: bytes, *content: bytes) -> bytes:
    data = b"".join(content)
    return struct.pack(">I", len(data) + 8) + kind + data


def wide_box(kind: bytes, *content: bytes) -> bytes:
    data = b"".join(content)
    return struct.pack(">I", 1) + kind + struct.pack(">Q", len(data) + 16) + data


def full(kind: bytes, *content: bytes, version: int = 0) -> bytes:
    return box(kind, bytes((version, 0, 0, 0)), *content)


def text(kind: bytes, words: bytes) -> bytes:
    return box(kind, struct.pack(">HH", len(words), 0x15C7), words)


def item(kind: bytes, words: bytes) -> bytes:
    return box(kind, box(b"data", struct.pack(">II", 1, 0), words))


def dated(kind: bytes, version: int = 0) -> bytes:
    dates = struct.pack(">QQ" if version else ">II", 3_900_000_001, 3_900_000_002)
    return full(kind, dates, b"\x00\x00\x03\xe8" * 8, version=version)


def handler(kind: bytes) -> bytes:
    return full(b"hdlr", bytes(4), kind, bytes(12), b"name\x00")


def track(kind: bytes, chunks: list[tuple[int, int]], entry: bytes = b"avc1", *, is_wide: bool = False) -> bytes:
    """Return a track of samples of 4 bytes; ``chunks``: where each is, and how many samples it holds."""
    count = struct.pack(">I", len(chunks))
    starts = b"".join(struct.pack(">Q" if is_wide else ">I", start) for start, _ in chunks)
    runs = b"".join(struct.pack(">III", n, samples, 1) for n, (_, samples) in enumerate(chunks, 1))
    total = sum(samples for _, samples in chunks)
    table = box(
        b"stbl",
        full(b"stsd", struct.pack(">I", 1), box(entry, bytes(8))),
        full(b"stsc", count, runs),
        full(b"stsz", struct.pack(">II", 0, total), struct.pack(">I", 4) * total),
        full(b"co64" if is_wide else b"stco", count, starts),
    )
    return box(b"trak", dated(b"tkhd"), box(b"mdia", dated(b"mdhd"), handler(kind), box(b"minf", table)))


def keys(*pairs: tuple[bytes, bytes]) -> bytes:
    """Return the metadata box of QuickTime, as iPhones fill it."""
    names = full(b"keys", struct.pack(">I", len(pairs)), *(box(b"mdta", name) for name, _ in pairs))
    values = box(b"ilst", *(item(struct.pack(">I", n), value) for n, (_, value) in enumerate(pairs, 1)))
    return box(b"meta", handler(b"mdta"), names, values)


IPHONE = keys(
    (b"com.apple.quicktime.location.ISO6709", POSITION),
    (b"com.apple.quicktime.make", b"SecretMaker"),
    (b"com.apple.quicktime.creationdate", b"2026-02-03T04:05:06"),
)
ANDROID = box(b"udta", text(b"\xa9xyz", POSITION), text(b"\xa9mod", b"SecretModel"))
LOCI = box(b"udta", full(b"loci", b"\x15\xc7SecretPlace\x00\x00", struct.pack(">III", 1, 2, 3)))
ADOBE = box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac"), b"<x:xmpmeta exif:GPSLatitude='SecretPacket'/>")
PICTURE, SOUND, SECRET = b"VIDE", b"SOUN", b"SecretKey 12"


def movie(*extra: bytes, brand: bytes = b"mp42", is_wide: bool = False, tracks=None, moov_first: bool = False) -> bytes:
    """Return a film of a picture, a sound and a third track, whose samples lie between theirs."""
    ftyp = box(b"ftyp", brand, bytes(4), b"isom")
    samples = PICTURE * 3 + SECRET + SOUND * 2 + SECRET + PICTURE
    mdat = (wide_box if is_wide else box)(b"mdat", samples)

    def moov(start: int) -> bytes:
        made = tracks or [
            track(b"vide", [(start, 3), (start + 44, 1)], is_wide=is_wide),
            track(b"soun", [(start + 24, 2)], b"mp4a", is_wide=is_wide),
            track(b"meta", [(start + 12, 3), (start + 32, 3)], b"gpmd", is_wide=is_wide),
        ]
        return box(b"moov", dated(b"mvhd", version=int(is_wide)), *made, *extra)

    head = 16 if is_wide else 8
    if moov_first:
        return ftyp + moov(len(ftyp) + len(moov(0)) + head) + mdat
    return ftyp + mdat + moov(len(ftyp) + head)


def films() -> Iterator[tuple[str, bytes]]:
    for name, extra in {
        "iphone": IPHONE,
        "android": ANDROID,
        "loci": LOCI,
        "xmp": ADOBE,
        "nothing": b"",
        "leftovers": box(b"free", POSITION + b"SecretTrailer"),
        "unknown": box(b"GPS ", b"SecretPlace"),
    }.items():
        for brand in (b"mp42", b"qt  "):
            for options in ({}, {"is_wide": True}, {"moov_first": True}):
                yield f"{name} {brand!r} {options}", movie(extra, brand=brand, **options)
    yield "box at the end", movie(IPHONE) + ADOBE
    yield "fragments", movie(IPHONE) + box(b"moof", full(b"mfhd", bytes(4)), box(b"traf", full(b"tfhd"), ANDROID))


def song() -> bytes:
    tags = [
        item(b"\xa9nam", b"Title"),
        item(b"covr", b"Cover"),
        item(b"apID", b"SecretOwner"),
        item(b"\xa9xyz", POSITION),
    ]
    udta = box(b"udta", full(b"meta", handler(b"mdir"), box(b"ilst", *tags)), text(b"\xa9xyz", POSITION))
    return movie(udta, brand=b"M4A ", tracks=[track(b"soun", [(28, 2)], b"mp4a")])
