"""Files full of metadata, each with words that must not be found in anything that is stored."""

import io
import struct
import zlib
from collections.abc import Iterator

import pillow_heif
from PIL import Image

from tests.accounts.pictures.samples import chunk_bytes, corners, motif, png, saved, wide_profile

pillow_heif.register_heif_opener()

WORDS = [
    *("SecretMaker", "SecretModel", "SecretSerial", "SecretNote", "SecretOwner", "SecretPlace", "SecretThumb"),
    *("SecretPacket", "SecretExtended", "SecretCaption", "SecretComment", "SecretTrailer", "SecretScreen", "SecretKey"),
]
SECONDS = 123_456_789  # of the latitude, over a million
SIZE = (64, 48)


def tiff(order: str, orientation: int = 6) -> bytes:
    """Return a TIFF block with a camera, a place, a maker's note and a thumbnail."""
    gps = [(1, 2, b"N\x00"), (2, 5, struct.pack(order + "6I", 52, 1, 31, 1, SECONDS, 10**6)), (0x1C, 7, b"SecretPlace")]
    details = [
        (0x9003, 2, b"2026:02:03 04:05:06\x00"),
        (0x927C, 7, b"SecretNote" * 3),
        (0x9286, 7, b"UNICODE\x00" + "SecretComment".encode("utf-16-le")),
        (0xA430, 2, b"SecretOwner\x00"),
        (0xA431, 2, b"SecretSerial\x00"),
    ]
    thumbnail = saved(corners(), "JPEG", comment=b"SecretThumb")
    first = [
        (0x010F, 2, b"SecretMaker\x00"),
        (0x0110, 2, b"SecretModel\x00"),
        (0x0112, 3, struct.pack(order + "H", orientation)),
        (0x8769, 4, details),
        (0x8825, 4, gps),
        (0x9C9B, 1, "SecretCaption".encode("utf-16-le")),
    ]
    head = (b"II*\x00" if order == "<" else b"MM\x00*") + struct.pack(order + "I", 8)
    block = ifd(order, 8, first, follow=True)
    second = ifd(order, 8 + len(block), [(0x0103, 3, struct.pack(order + "H", 6)), (0x0201, 7, thumbnail)])
    return head + block + second


def ifd(order: str, at: int, entries: list, *, follow: bool = False) -> bytes:
    """Return a directory at offset ``at`` with what it points to; ``follow``: the next one comes right behind it."""
    table, body = struct.pack(order + "H", len(entries)), b""
    start = at + 2 + 12 * len(entries) + 4
    for tag, kind, value in entries:
        if isinstance(value, list):
            inner = ifd(order, start + len(body), value)
            table += struct.pack(order + "HHII", tag, kind, 1, start + len(body))
            body += inner
            continue
        count = len(value) // {3: 2, 4: 4, 5: 8}.get(kind, 1)
        if len(value) <= 4:
            table += struct.pack(order + "HHI", tag, kind, count) + value.ljust(4, b"\x00")
        else:
            table += struct.pack(order + "HHII", tag, kind, count, start + len(body))
            body += value + bytes(len(value) % 2)
    return table + struct.pack(order + "I", start + len(body) if follow else 0) + body


XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description exif:GPSLatitude="52,31.1N" dc:creator="SecretPacket" '
    b'xmp:CreatorTool="SecretPacket"/></x:xmpmeta>'
)
EXTENDED = b"http://ns.adobe.com/xmp/extension/\x00" + b"0" * 32 + bytes(8) + b"SecretExtended"
IPTC = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x1a" + b"".join(
    b"\x1c\x02" + bytes((number,)) + struct.pack(">H", 11) + b"SecretPlace" for number in (90, 80)
)
VIDEO = struct.pack(">I", 24) + b"ftypmp42" + bytes(12) + b"SecretTrailer" * 9


def screen_profile() -> bytes:
    """Return a colour profile that names a screen, as those of desktops do."""
    plain = wide_profile(2.2)
    count = int.from_bytes(plain[128:132]) + 1
    words = b"mmod" + bytes(4) + b"SecretScreen serial"
    body = bytearray(plain[:128] + struct.pack(">I", count))
    for index in range(count - 1):
        name, start, size = struct.unpack_from(">4sII", plain, 132 + 12 * index)
        body += name + struct.pack(">II", start + 12, size)
    body += b"mmod" + struct.pack(">II", len(plain) + 12, len(words)) + plain[132 + 12 * (count - 1) :] + words
    body[0:4] = struct.pack(">I", len(body))
    body[48:56] = b"SECRSCRN"
    return bytes(body)


def segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content


def marked_jpeg(order: str = "<", orientation: int = 6, **options) -> bytes:
    plain = saved(motif("RGB"), "JPEG", icc_profile=screen_profile(), **options)
    extra = [
        segment(0xE1, b"Exif\x00\x00" + tiff(order, orientation)),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + XMP),
        segment(0xE1, EXTENDED),
        segment(0xED, IPTC),
        segment(0xE2, b"SecretTrailer"),
        segment(0xE0, b"JFXX\x00\x10" + saved(corners(), "JPEG", comment=b"SecretThumb")),
        segment(0xE5, b"SecretNote"),
        segment(0xFE, b"SecretComment"),
    ]
    return plain[:2] + plain[2:20] + b"".join(extra) + plain[20:] + saved(corners(), "JPEG") + VIDEO


def marked_png(mode: str = "RGBA", frames: int = 1, *more_chunks: bytes) -> bytes:
    pictures = [motif(mode).rotate(90 * n) for n in range(frames)]
    more = {"save_all": True, "append_images": pictures[1:], "duration": 50} if frames > 1 else {}
    plain = saved(pictures[0], "PNG", icc_profile=screen_profile() if mode.startswith("RGB") else None, **more)
    packed = zlib.compress(b"SecretPacket")
    raw = tiff("<").hex().encode()
    extra = [
        chunk_bytes(b"eXIf", tiff(">")),
        chunk_bytes(b"tEXt", b"Author\x00SecretOwner"),
        chunk_bytes(b"zTXt", b"Comment\x00\x00" + packed),
        chunk_bytes(b"zTXt", b"Raw profile type exif\x00\x00" + zlib.compress(b"\nexif\n %8d\n%s\n" % (len(raw), raw))),
        chunk_bytes(b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + XMP),
        chunk_bytes(b"iTXt", b"Description\x00\x01\x00\x00\x00" + packed),
        chunk_bytes(b"tIME", b"\x07\xea\x02\x03\x04\x05\x06"),
        chunk_bytes(b"prVt", b"SecretNote"),
    ]
    return plain[:33] + b"".join([*extra, *more_chunks]) + plain[33:] + b"SecretTrailer" + VIDEO


def blocks(data: bytes) -> bytes:
    cut = [data[at : at + 255] for at in range(0, len(data), 255)]
    return b"".join(bytes((len(one),)) + one for one in cut) + b"\x00"


def marked_gif(frames: int = 1) -> bytes:
    pictures = [motif("P").rotate(90 * n) for n in range(frames)]
    options = {"save_all": True, "append_images": pictures[1:], "duration": 50, "loop": 2} if frames > 1 else {}
    plain = saved(pictures[0], "GIF", **options)
    head = 13 + 3 * 2 ** ((plain[10] & 7) + 1)
    magic = b"\x01" + bytes(range(255, -1, -1)) + b"\x00"
    extra = [
        b"\x21\xfe" + blocks(b"SecretComment" * 40),
        b"\x21\xff\x0bXMP DataXMP" + XMP + magic,
        b"\x21\xff\x0bICCRGBG1012" + blocks(screen_profile()),
        b"\x21\xff\x0bSecretKey 1" + blocks(b"SecretNote"),
        b"\x21\xf9\x04\x00\x00\x00\x00\x00\x21\x01\x0c" + bytes(12) + blocks(b"SecretCaption"),
    ]
    return plain[:head] + b"".join(extra) + plain[head:] + b"SecretTrailer"


def riff_chunk(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)


def marked_webp(mode: str = "RGBA", frames: int = 1, **options) -> bytes:
    pictures = [motif(mode).rotate(90 * n) for n in range(frames)]
    more = {"save_all": True, "append_images": pictures[1:], "duration": 50} if frames > 1 else {}
    plain = saved(
        pictures[0],
        "WEBP",
        exif=tiff("<"),
        xmp=XMP,
        icc_profile=screen_profile(),
        **{"lossless": True, **options},
        **more,
    )
    body = plain[8:] + riff_chunk(b"prvT", b"SecretNote")
    return b"RIFF" + struct.pack("<I", len(body)) + body + b"SecretTrailer"


def marked_avif(mode: str = "RGB", **options) -> bytes:
    more = {"exif": tiff("<"), "xmp": XMP, **options}
    plain = saved(motif(mode), "AVIF", icc_profile=screen_profile(), speed=9, **more)
    return plain + struct.pack(">I", 24) + b"uuid" + b"SecretNote123456"


def marked_heic(mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    motif(mode).save(out, "HEIF", exif=b"Exif\x00\x00" + tiff("<"), xmp=XMP, icc_profile=screen_profile(), quality=90)
    return out.getvalue()


def lossless() -> Iterator[tuple[str, bytes]]:
    """Yield files of the kinds whose pixels stay as they are."""
    for order in "<>":
        for orientation in range(1, 9):
            yield f"jpeg {order} {orientation}", marked_jpeg(order, orientation)
    for options in ({"progressive": True}, {"subsampling": 0}, {"restart_marker_blocks": 2}, {"optimize": True}):
        yield f"jpeg {options}", marked_jpeg(**options)
    yield "jpeg of grey", saved(motif("L"), "JPEG", comment=b"SecretComment", exif=tiff("<"))
    yield "jpeg of CMYK", saved(motif("CMYK"), "JPEG", comment=b"SecretComment", exif=tiff(">"))
    for mode in ("RGB", "RGBA", "P", "L", "LA", "1"):
        yield f"png {mode}", marked_png(mode)
    yield "png that moves", marked_png("RGBA", 4)
    yield "gif", marked_gif()
    yield "gif that moves", marked_gif(4)
    for options in ({}, {"lossless": False}):
        for mode in ("RGB", "RGBA"):
            yield f"webp {mode} {options}", marked_webp(mode, **options)
    yield "webp that moves", marked_webp("RGBA", 4)
    yield "avif", marked_avif()
    yield "avif with alpha", marked_avif("RGBA")
    yield "heic", marked_heic()
    yield "heic with alpha", marked_heic("RGBA")
    yield "png that begins with a text", png((b"tEXt", b"Comment\x00SecretComment")) + marked_png()[8:]


def traces(data: bytes) -> list[str]:
    """Return which of the words are in a file: plain, in UTF-16, or packed."""
    texts = [data, *unpacked(data)]
    codes = [(word, [word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be")]) for word in WORDS]
    codes.append(("seconds", [struct.pack("<I", SECONDS), struct.pack(">I", SECONDS)]))
    codes += [("gps", [b"GPS"]), ("screen", [b"SECRSCRN"])]
    codes.append(("hexadecimal", [b"SecretMaker".hex().encode()]))
    return [word for word, forms in codes if any(form in text for form in forms for text in texts)]


def unpacked(data: bytes) -> Iterator[bytes]:
    """Yield whatever is compressed anywhere in a file."""
    for at in range(len(data) - 1):
        if data[at] == 0x78 and (data[at] << 8 | data[at + 1]) % 31 == 0:
            try:
                yield zlib.decompressobj().decompress(data[at:], 2**20)
            except zlib.error:
                continue


def decoded(data: bytes) -> list[tuple[str, bytes, int]]:
    """Return each frame of a picture in RGBA with its duration, and the orientation."""
    image = Image.open(io.BytesIO(data))
    frames = []
    for number in range(getattr(image, "n_frames", 1) if image.format not in {"MPO", "JPEG"} else 1):
        image.seek(number)
        frames.append((str(image.size), image.convert("RGBA").tobytes(), image.info.get("duration", 0)))
    return frames
