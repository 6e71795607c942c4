"""Hostile and odd pictures: each with a name that says what is wrong with it. All are generated."""

import itertools
import struct
import zlib
from collections.abc import Iterator

from PIL import Image

from tests.accounts.pictures import samples
from tests.accounts.pictures.samples import corners, header, motif, png, saved
from tests.messaging.attachments.metadata import marked, movies
from tests.messaging.attachments.metadata.marked import blocks, riff_chunk, segment

Files = Iterator[tuple[str, bytes]]

END = (b"IEND", b"")
SCRIPT = b"<script>alert(1)</script>"


def whole() -> dict[str, bytes]:
    """Return a file full of metadata of each kind, by its name."""
    return {
        "jpeg": marked.marked_jpeg(),
        "progressive jpeg": marked.marked_jpeg(progressive=True),
        "png": marked.marked_png(),
        "apng": marked.marked_png("RGBA", 3),
        "gif": marked.marked_gif(3),
        "webp": marked.marked_webp(),
        "lossy webp": marked.marked_webp("RGBA", lossless=False),
        "animated webp": marked.marked_webp("RGBA", 3),
        "avif": marked.marked_avif(),
        "heic": marked.marked_heic(),
    }


def cut_short() -> Files:
    for name, data in whole().items():
        for part in range(1, 8):
            yield f"{name} cut after {part} eighths", data[: len(data) * part // 8]
        for size in (4, 12, 30):
            yield f"{name} cut after {size} bytes", data[:size]
        yield f"{name} of zeros", data[:16] + bytes(len(data))
        yield f"{name} of ones", data[:16] + b"\xff" * len(data)


def polyglots() -> Files:
    archive = b"PK\x03\x04" + bytes(26) + b"PK\x05\x06" + bytes(18)
    for name, data in whole().items():
        yield f"{name} and a zip", data + archive
        yield f"{name} and a page", data + b"<!doctype html>" + SCRIPT
    yield "gif and a script", b"GIF89a/*" + marked.marked_gif()[8:] + b"*/=1;alert(1)"
    yield "jpeg with a page in a comment", saved(corners(), "JPEG", comment=SCRIPT)
    yield "jpeg and a pdf", saved(corners(), "JPEG", comment=b"%PDF-1.7\n" + SCRIPT)
    yield "png with a script in a text", png(header(1, 1), (b"tEXt", b"x\x00" + SCRIPT), (b"IDAT", pixels(3)), END)
    yield (
        "png with a script in its palette",
        png(header(1, 1, 8, 3), (b"PLTE", SCRIPT[:24]), (b"IDAT", zlib.compress(b"\x00\x00")), END),
    )
    yield "two pictures in one", saved(corners(), "JPEG") + saved(corners(), "PNG")
    yield "a jpeg in a jpeg", saved(corners(), "JPEG")[:2] + saved(corners(), "JPEG")


def pixels(row: int, rows: int = 1) -> bytes:
    return zlib.compress((b"\x00" + bytes(row)) * rows)


def odd_pngs() -> Files:
    yield "png of 60 megapixels", saved(Image.new("1", (10_000, 6_000)), "PNG")
    yield "png of 49 megapixels", saved(Image.new("L", (7_000, 7_000)), "PNG")
    yield "png that is one row of a million", saved(Image.new("1", (1_000_000, 1)), "PNG")
    yield "png that is one column", saved(Image.new("1", (1, 1_000_000)), "PNG")
    yield "png of many empty chunks", png(header(1, 1), *[(b"IDAT", b"")] * 50_000, (b"IDAT", pixels(3)), END)
    yield "png of many unknown chunks", png(header(1, 1), *[(b"prVt", b"")] * 50_000, (b"IDAT", pixels(3)), END)
    yield "png cut into bytes", png(header(9, 9), *[(b"IDAT", bytes((one,))) for one in pixels(27, 9)], END)
    for kind in (b"iCCP", b"zTXt", b"iTXt"):
        yield f"png with 80 MB packed into {kind.decode()}", samples.with_bomb(kind)
    yield "png with two headers", png(header(1, 1), header(5_000, 5_000), (b"IDAT", pixels(3)), END)
    yield "png with a palette too many", png(header(1, 1), (b"PLTE", bytes(3)), (b"IDAT", pixels(3)), END)
    yield "png without a palette", png(header(1, 1, 8, 3), (b"IDAT", pixels(1)), END)
    yield (
        "png that names colours it lacks",
        png(header(1, 1, 8, 3), (b"PLTE", bytes(3)), (b"IDAT", zlib.compress(b"\x00\xff")), END),
    )
    yield "png of Apple's", png((b"CgBI", bytes(4)), header(1, 1), (b"IDAT", pixels(3)), END)
    yield "png with a length that goes on", marked.marked_png()[:33] + b"\xff\xff\xff\xffIDAT"
    yield (
        "png interlaced",
        png((b"IHDR", struct.pack(">IIBBBBB", 9, 9, 8, 2, 0, 0, 1)), (b"IDAT", zlib.compress(bytes(400))), END),
    )
    for depth, colour in itertools.product((1, 2, 4, 8, 16), (0, 2, 3, 4, 6)):
        yield (
            f"png of depth {depth}, colour {colour}",
            png(header(4, 4, depth, colour), (b"PLTE", bytes(6)), (b"IDAT", zlib.compress(bytes(200))), END),
        )
    for count in (0, 2, 2**31):
        control = struct.pack(">II", count, 0)
        yield f"apng that claims {count} frames", png(header(1, 1), (b"acTL", control), (b"IDAT", pixels(3)), END)
    frame = struct.pack(">IIIIIHHBB", 1, 50, 50, 2**31 - 1, 2**31 - 1, 1, 1, 0, 0)
    yield (
        "apng with a frame outside",
        png(header(1, 1), (b"acTL", struct.pack(">II", 2, 0)), (b"IDAT", pixels(3)), (b"fcTL", frame), END),
    )


def odd_gifs() -> Files:
    plain = saved(motif("P"), "GIF")
    first = plain.index(b"\x2c")
    frame = plain[first:-1]
    for count in (1_000, 100_000):
        yield f"gif of {count} frames", plain[:first] + frame[:10] * 0 + tiny_frames(count) + b";"
    yield "gif of a frame of no size", plain[:first] + b"\x2c" + bytes(9) + b"\x02\x01\x00\x00" + b";"
    yield "gif with a frame outside", plain[:first] + b"\x2c\xff\xff\xff\xff\x01\x00\x01\x00\x00\x02\x02\x4c\x01\x00;"
    yield (
        "gif with a frame larger than its screen",
        plain[:first] + b"\x2c\x00\x00\x00\x00\xff\xff\xff\xff" + frame[9:] + b";",
    )
    yield (
        "gif of a large screen and many small frames",
        (b"GIF89a" + struct.pack("<HHBBB", 6_000, 6_000, 0xF0, 0, 0) + bytes(6) + tiny_frames(500) + b";"),
    )
    yield "gif without colours", b"GIF89a\x02\x00\x02\x00\x00\x00\x00" + tiny_frames(1) + b";"
    yield "gif of comments", plain[:first] + b"\x21\xfe\x01x\x00" * 100_000 + plain[first:]
    yield "gif of a comment that never ends", plain[:first] + b"\x21\xfe" + b"\xff" * 5_000
    yield "gif with a code of 12 bits", plain[:first] + frame[:10] + b"\x0c" + blocks(b"\xff" * 99) + b";"
    yield "gif with a code of 0 bits", plain[:first] + frame[:10] + b"\x00" + blocks(b"\xff" * 99) + b";"
    yield "gif of stray bytes", plain[:first] + b"\x99" * 10_000 + plain[first:]
    yield "gif without its end", plain[:-1]
    yield "gif of frames that take no time", moving("GIF", 0)
    yield "gif of frames that take a year", moving("GIF", 600_000)


def tiny_frames(count: int) -> bytes:
    return (b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x4c\x01\x00") * count


def moving(kind: str, duration: int, frames: int = 3) -> bytes:
    pictures = [motif("RGB").rotate(90 * n) for n in range(frames)]
    return saved(pictures[0], kind, save_all=True, append_images=pictures[1:], duration=duration)


def odd_webps() -> Files:
    plain, animated = saved(motif("RGB"), "WEBP", lossless=True), marked.marked_webp("RGBA", 3)
    yield "webp of 60 megapixels", plain.replace(plain[21:25], struct.pack("<I", 16_383 << 14 | 4_000), 1)
    yield (
        "webp of a canvas of 16 million squared",
        riff(b"VP8X" + struct.pack("<I", 10) + b"\x02" + bytes(3) + b"\xff" * 6),
    )
    yield "webp of nothing", riff(b"")
    yield "webp of metadata alone", riff(riff_chunk(b"EXIF", marked.tiff("<")))
    yield "webp that is longer than it says", plain[:4] + struct.pack("<I", 30) + plain[8:]
    yield "webp that says it is longer", plain[:4] + b"\xff\xff\xff\x7f" + plain[8:]
    yield "webp of many unknown chunks", riff(plain[12:] + riff_chunk(b"prvT", b"") * 50_000)
    yield (
        "webp with a frame outside",
        animated.replace(b"ANMF", b"ANMF", 1).replace(
            frame_header(animated), b"\xff" * 6 + frame_header(animated)[6:], 1
        ),
    )
    yield (
        "webp with frames of no content",
        riff(b"VP8X" + struct.pack("<I", 10) + b"\x02" + bytes(9) + riff_chunk(b"ANMF", bytes(16)) * 1_000),
    )
    yield "webp of 500 frames", moving("WEBP", 20, 500)
    yield "webp whose profile is a page", saved(motif("RGB"), "WEBP", icc_profile=SCRIPT * 20)


def riff(body: bytes) -> bytes:
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def frame_header(data: bytes) -> bytes:
    at = data.index(b"ANMF") + 8
    return data[at : at + 16]


def odd_jpegs() -> Files:
    plain = saved(motif("RGB"), "JPEG")
    size = plain.index(b"\x08\x00\x30\x00\x40")
    yield "jpeg of many scans", samples.many_scans()
    yield "jpeg of 4 gigapixels", plain[:size] + b"\x08" + b"\xff" * 4 + plain[size + 5 :]
    yield "jpeg of 119 megapixels", saved(Image.new("L", (11_900, 10_000)), "JPEG")
    yield "progressive jpeg of 60 megapixels", saved(Image.new("L", (7_700, 7_700)), "JPEG", progressive=True)
    yield "jpeg without a height", plain[:size] + b"\x08\x00\x00\x00\x40" + plain[size + 5 :]
    yield "jpeg of 12 bits", plain[:size] + b"\x0c" + plain[size + 1 :]
    for kind in (0xC3, 0xC5, 0xC9, 0xCA, 0xCB, 0xCF):
        yield f"jpeg of the kind {kind:x}", plain.replace(b"\xff\xc0", bytes((0xFF, kind)), 1)
    yield "jpeg of five components", plain.replace(b"\x00\x40\x03", b"\x00\x40\x05", 1)
    yield "jpeg of large segments", plain[:2] + segment(0xE5, bytes(65_000)) * 400 + plain[2:]
    yield "jpeg of a million comments", plain[:2] + segment(0xFE, b"") * 1_000_000 + plain[2:]
    yield "jpeg of fill bytes", plain[:2] + b"\xff" * 100_000 + plain[2:]
    yield "jpeg with junk between segments", plain[:20] + b"junk" * 5_000 + plain[20:]
    yield "jpeg with restarts everywhere", plain[:-2] + b"\xff\xd0" * 100_000 + plain[-2:]
    yield "jpeg with 255 pieces of a profile", plain[:2] + b"".join(
        segment(0xE2, b"ICC_PROFILE\x00" + bytes((n, 255)) + bytes(60_000)) for n in range(256)
    ) + plain[2:]  # fmt: skip
    yield "jpeg whose profile ends early", plain[:2] + segment(0xE2, b"ICC_PROFILE\x00") + plain[2:]
    yield "jpeg with exif in a circle", plain[:2] + segment(0xE1, b"Exif\x00\x00" + circle()) + plain[2:]
    yield (
        "jpeg with exif of 65,535 tags",
        plain[:2] + segment(0xE1, b"Exif\x00\x00II*\x00\x08\x00\x00\x00\xff\xff") + plain[2:],
    )
    yield "jpeg without tables", plain.replace(b"\xff\xc4", b"\xff\xe9").replace(b"\xff\xdb", b"\xff\xe9")
    yield "jpeg of two starts", plain[:2] + plain
    yield "jpeg of an index alone", b"\xff\xd8" + segment(0xE2, b"MPF\x00II*\x00" + b"\xff" * 40) + plain[2:]
    yield "cmyk jpeg", saved(motif("CMYK"), "JPEG")
    yield "jpeg with a profile for grey", saved(motif("RGB"), "JPEG", icc_profile=samples.grey_profile(2.2))


def circle() -> bytes:
    return (
        b"II*\x00\x08\x00\x00\x00"
        + marked.ifd("<", 8, [(0x8769, 4, [])])[:2]
        + struct.pack("<HHII", 0x8769, 4, 1, 8)
        + struct.pack("<I", 8)
    )


def odd_boxes() -> Files:
    for name, data in (("avif", marked.marked_avif()), ("heic", marked.marked_heic())):
        at = data.index(b"ispe") + 8
        for width, height in ((60_000, 60_000), (8_000, 8_000), (0, 0), (2**31, 1)):
            yield f"{name} of {width} by {height}", data[:at] + struct.pack(">II", width, height) + data[at + 8 :]
        for kind in (b"iloc", b"iinf", b"iprp", b"ipma", b"pitm", b"mdat", b"meta", b"hdlr", b"iref"):
            yield f"{name} without {kind.decode()}", data.replace(kind, b"xxxx", 1)
        iloc = data.index(b"iloc")
        yield f"{name} whose items are elsewhere", data[: iloc + 12] + b"\xff" * 12 + data[iloc + 24 :]
        yield f"{name} of many boxes", data[: int.from_bytes(data[:4])] + movies.box(b"free") * 30_000 + data
        yield f"{name} of brands alone", movies.box(b"ftyp", name[:4].encode(), bytes(4), b"mif1" * 900)
    yield "avif of 300 frames", moving("AVIF", 20, 300)
    yield "heic with alpha", marked.marked_heic("RGBA")
    yield "avif with an item in a circle", marked.marked_avif().replace(b"av01", b"iden", 1)


def oddities() -> Files:
    """Yield all of them."""
    sources = [cut_short, polyglots, odd_pngs, odd_gifs, odd_webps, odd_jpegs, odd_boxes]
    for source in (*sources, samples.bombs, samples.broken, samples.other_kinds):
        yield from source()
    yield "nothing", b""
