"""Pictures as people, cameras and attackers make them; every one is generated here."""

import io
import itertools
import struct
import zlib
from collections.abc import Iterator
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)
SIZE = (24, 16)


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def corners(mode: str = "RGB", size: tuple[int, int] = SIZE) -> Image.Image:
    """A white picture whose top left quarter is red: one sees which way up it is."""
    image = Image.new("RGB", size, WHITE)
    image.paste(RED, (0, 0, size[0] // 2, size[1] // 2))
    return image.convert(mode)


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG of the given chunks, with right checksums."""
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def header(width: int, height: int, depth: int = 8, colour: int = 2) -> tuple[bytes, bytes]:
    return b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)


def grey16(tone: int, clear: int | None = None) -> bytes:
    rows = (b"\x00" + struct.pack(">H", tone) * 4) * 4
    chunks = [header(4, 4, 16, 0), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    if clear is not None:
        chunks.insert(1, (b"tRNS", struct.pack(">H", clear)))
    return png(*chunks)


def rgb16(*tones: int) -> bytes:
    rows = (b"\x00" + struct.pack(">HHH", *tones) * 4) * 4
    return png(header(4, 4, 16, 2), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))


def palette_with_clear_entry(kind: str) -> bytes:
    image = Image.new("P", SIZE, 0)
    image.putpalette([*RED, *BLUE])
    image.paste(1, (0, 0, 12, 16))
    return saved(image, kind, transparency=0)


def exif(orientation: int) -> bytes:
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010F] = "SecretCamera"
    data.get_ifd(0x8825)[1] = "N"
    return data.tobytes()


def animation(kind: str) -> bytes:
    frames = [Image.new("RGB", SIZE, colour) for colour in (RED, GREEN, BLUE)]
    options = {"lossless": True} if kind == "WEBP" else {}
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=50, loop=0, **options)


def many_scans() -> bytes:
    """A progressive JPEG that refines itself four thousand times: half a megabyte, minutes of work."""
    plain = saved(Image.new("L", (4800, 4800), 128), "JPEG", progressive=True, quality=10)
    start, *scans = plain.removesuffix(b"\xff\xd9").split(b"\xff\xda")
    smallest = min(scans[1:], key=len)
    return b"\xff\xda".join([start, scans[0], *[smallest] * 4000]) + b"\xff\xd9"


def with_bomb(kind: bytes) -> bytes:
    """A PNG of one black pixel with 80 MB packed into a chunk of text or of a profile."""
    bomb = b"key\x00\x00" + zlib.compress(b"x" * 80_000_000)
    return png(header(1, 1), (kind, bomb), (b"IDAT", zlib.compress(b"\x00" * 4)), (b"IEND", b""))


def bombs() -> Iterator[tuple[str, bytes]]:
    zeros = zlib.compress(b"\x00" * 1000)
    end = (b"IEND", b"")
    yield "a png of 144 megapixels", saved(Image.new("1", (12_000, 12_000)), "PNG")
    yield "a png of four billion rows", png(header(1, 2**31 - 1), (b"IDAT", zeros), end)
    yield "a png of no pixels", png(header(0, 0), (b"IDAT", zeros), end)
    yield "a png with a profile of 80 MB", with_bomb(b"iCCP")
    yield "a gif screen of 65535 squared", b"GIF89a\xff\xff\xff\xff\x80\x00\x00" + bytes(6) + b";"
    yield (
        "a jpeg of 4 gigapixels",
        saved(Image.new("L", (8, 8)), "JPEG").replace(b"\x00\x08\x00\x08\x01", b"\xff\xff\xff\xff\x01", 1),
    )
    yield "a jpeg of four thousand scans", many_scans()
    yield "a webp of 25 megapixels", saved(Image.new("RGB", (5000, 5000)), "WEBP", lossless=True, method=0)


def broken() -> Iterator[tuple[str, bytes]]:
    for kind in ("PNG", "JPEG", "GIF", "WEBP"):
        # Noise, so that half the file is half the picture.
        whole = saved(Image.effect_noise((200, 200), 90).convert("RGB"), kind)
        yield f"half a {kind}", whole[: len(whole) // 2]
        yield f"the first bytes of a {kind}", whole[:20]
        yield f"a {kind} signature and zeros", whole[:12] + bytes(5000)
        yield f"a {kind} with junk before it", b"junk" + whole
    whole = saved(corners(), "PNG")
    yield "a png with a wrong checksum", whole.replace(b"IDAT", b"IDAT\xff", 1)
    yield "a png without data", png(header(8, 8), (b"IEND", b""))
    yield "a png of a colour type that is none", png(header(8, 8, 8, 5), (b"IDAT", zlib.compress(bytes(500))))
    yield "a gif without a frame", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
    yield "a riff that is no webp", b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(28)
    yield "noise", bytes((n * 197 + n // 7) % 256 for n in range(4096))
    yield "one byte", b"\x89"


def other_kinds() -> Iterator[tuple[str, bytes]]:
    """What is a picture, or could be taken for one, but not of an accepted kind."""
    for kind in ("BMP", "TIFF", "ICO", "PPM", "PCX", "TGA", "ICNS", "JPEG2000", "EPS", "PDF"):
        yield kind, saved(corners(size=(16, 16)), kind)
    yield "svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    yield "html", b"<!doctype html><script>alert(1)</script>"
    yield "zip", b"PK\x03\x04" + bytes(100)
    yield "elf", b"\x7fELF" + bytes(100)
    yield "postscript that calls a program", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(%pipe%id) (r) file\n"


# A usable picture: its name, the file, and what it must turn into: every pixel where the file has lost none and keeps
# its size, else the size and the colours at some places.
Places = tuple[tuple[int, int], dict[tuple[int, int], tuple[int, int, int]]]
Usable = Iterator[tuple[str, bytes, Image.Image | Places]]


def flat(colour: tuple[int, int, int], size: tuple[int, int] = SIZE) -> Image.Image:
    return Image.new("RGB", size, colour)


def quarter(colour: tuple[int, int, int]) -> Image.Image:
    """White but for the top left quarter."""
    image = flat(WHITE)
    image.paste(colour, (0, 0, SIZE[0] // 2, SIZE[1] // 2))
    return image


def halves(left: tuple[int, int, int], right: tuple[int, int, int]) -> Image.Image:
    image = flat(right)
    image.paste(left, (0, 0, SIZE[0] // 2, SIZE[1]))
    return image


def plain() -> Usable:
    yield "png 1", saved(quarter((0, 0, 0)).convert("1"), "PNG"), quarter((0, 0, 0))
    for mode in ("RGB", "RGBA", "P", "L", "LA"):
        image = corners(mode) if mode != "P" else corners().quantize(2)
        yield f"png {mode}", saved(image, "PNG"), quarter(image.convert("RGB").getpixel((2, 2)))
    yield "interlaced gif", saved(corners().quantize(4), "GIF", interlace=1), quarter(RED)
    yield "lossless webp", saved(corners(), "WEBP", lossless=True), quarter(RED)
    yield "animated gif", animation("GIF"), flat(RED)
    yield "animated webp", animation("WEBP"), flat(RED)
    yield "animated png", animation("PNG"), flat(RED)
    yield "one pixel", saved(flat(RED, (1, 1)), "PNG"), flat(RED, (1, 1))
    more = png(header(8, 8), (b"IDAT", zlib.compress(bytes(10**8))), (b"IEND", b""))
    yield "png that unpacks to far more than it says", more, flat((0, 0, 0), (8, 8))
    yield "trailing junk", saved(corners(), "PNG") + b"<?php ?>" * 50, quarter(RED)
    yield "png with a text of 80 MB", with_bomb(b"zTXt"), flat((0, 0, 0), (1, 1))
    yield "png with text", saved(corners(), "PNG", pnginfo=a_text()), quarter(RED)


def transparent() -> Usable:
    clear, half = Image.new("RGBA", SIZE, (0, 0, 0, 0)), Image.new("RGBA", SIZE, (0, 0, 0, 128))
    keyed, split = halves(BLUE, GREEN), halves(BLUE, WHITE)
    yield "clear png", saved(clear, "PNG"), flat(WHITE)
    yield "half clear png", saved(half, "PNG"), flat((127, 127, 127))
    yield "clear webp", saved(clear, "WEBP", lossless=True), flat(WHITE)
    yield "clear grey png", saved(Image.new("LA", SIZE, (0, 0)), "PNG"), flat(WHITE)
    yield "png with a clear palette entry", palette_with_clear_entry("PNG"), split
    yield "gif with a clear palette entry", palette_with_clear_entry("GIF"), split
    yield "png with a colour that is clear", saved(keyed, "PNG", transparency=GREEN), split
    yield "grey png with a tone that is clear", saved(Image.new("L", SIZE, 7), "PNG", transparency=7), flat(WHITE)


def deep() -> Usable:
    for tone in (0, 257 * 100, 257 * 200, 65535):
        yield f"16-bit grey {tone}", grey16(tone), flat((tone // 257,) * 3, (4, 4))
    yield "16-bit grey that is clear", grey16(4660, clear=4660), flat(WHITE, (4, 4))
    yield "16-bit grey beside the clear tone", grey16(257 * 9, clear=257 * 9 + 1), flat((9, 9, 9), (4, 4))
    yield "16-bit colour", rgb16(257 * 200, 257 * 10, 0), flat((200, 10, 0), (4, 4))


def photographs() -> Usable:
    big = corners(size=(480, 320))
    up = {(40, 40): RED, (400, 40): WHITE, (40, 250): WHITE}
    same = ((480, 320), up)
    for progressive in (False, True):
        yield f"jpeg {progressive=}", saved(big, "JPEG", quality=95, progressive=progressive), same
    yield "grey jpeg", saved(Image.new("L", SIZE, 90), "JPEG", quality=95), (SIZE, {(5, 5): (90, 90, 90)})
    yield "cmyk jpeg", saved(big.convert("CMYK"), "JPEG", quality=95), same
    yield "large jpeg", saved(corners(size=(4000, 3000)), "JPEG"), ((512, 384), up | {(40, 300): WHITE})
    yield (
        "large png",
        saved(corners(size=(3000, 3000)), "PNG"),
        ((512, 512), {(40, 40): RED, (400, 40): WHITE, (40, 400): WHITE}),
    )
    yield "long strip", saved(flat(RED, (9000, 2)), "PNG"), ((512, 1), {(100, 0): RED})
    yield "jpeg in sRGB", saved(big, "JPEG", icc_profile=srgb(), quality=95), same
    yield "jpeg with a broken profile", saved(big, "JPEG", icc_profile=b"junk" * 50, quality=95), same
    yield "cmyk jpeg with an rgb profile", saved(big.convert("CMYK"), "JPEG", icc_profile=srgb()), same
    yield "jpeg with broken exif", saved(big, "JPEG", exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff"), same


def srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def a_text() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "home address", zip=True)
    return info


def turned() -> Iterator[tuple[str, bytes, int]]:
    for orientation in range(1, 9):
        yield (
            f"jpeg orientation {orientation}",
            saved(corners(size=(96, 64)), "JPEG", exif=exif(orientation), quality=95, subsampling=0),
            orientation,
        )
    yield "png orientation 6", saved(corners(size=(96, 64)), "PNG", exif=exif(6)), 6
    yield "webp orientation 8", saved(corners(size=(96, 64)), "WEBP", exif=exif(8), lossless=True), 8
    yield "orientation that is none", saved(corners(size=(96, 64)), "PNG", exif=exif(99)), 1


# The same picture in the ways that programs write it: careless ends, checksums, profiles. What browsers show counts.


def s15(*values: float) -> bytes:
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)


def icc(space: bytes, tags: dict[bytes, bytes]) -> bytes:
    """A profile of ICC version 2 with the given tags."""
    start, table, body = 132 + 12 * len(tags), struct.pack(">I", len(tags)), b""
    for name, data in tags.items():
        table += name + struct.pack(">II", start + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    head = struct.pack(">I4sI4s4s4s12x4s28x", start + len(body), b"", 0x02100000, b"mntr", space, b"XYZ ", b"acsp")
    return head + s15(0.9642, 1, 0.8249) + bytes(48) + table + body


def curve(gamma: float) -> bytes:
    return b"curv" + bytes(4) + struct.pack(">IHH", 1, round(gamma * 256), 0)


def xyz(*values: float) -> bytes:
    return b"XYZ " + bytes(4) + s15(*values)


def grey_profile(gamma: float) -> bytes:
    return icc(b"GRAY", {b"wtpt": xyz(0.9642, 1, 0.8249), b"kTRC": curve(gamma)})


def wide_profile(gamma: float) -> bytes:
    """Display P3's primaries."""
    tags = {
        b"wtpt": xyz(0.9642, 1, 0.8249),
        b"rXYZ": xyz(0.51512, 0.2412, -0.00105),
        b"gXYZ": xyz(0.29198, 0.69225, 0.04189),
        b"bXYZ": xyz(0.1571, 0.06657, 0.78407),
    }
    return icc(b"RGB ", tags | dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve(gamma)))


def motif(mode: str) -> Image.Image:
    """Four fields of different colours, one of them half clear where the mode can say so."""
    image = Image.new("RGBA", (64, 48), (200, 100, 50, 255))
    for place, colour in {
        (32, 0): (40, 180, 90, 255),
        (0, 24): (120, 120, 120, 128),
        (32, 24): (250, 240, 10, 255),
    }.items():
        image.paste(colour, (*place, place[0] + 32, place[1] + 24))
    return image.convert("RGB").quantize(8) if mode == "P" else image.convert(mode)


def profiled() -> Iterator[tuple[str, bytes]]:
    """Every mode of every format with every profile that is for it."""
    modes = {"PNG": "RGB RGBA P L LA", "JPEG": "RGB L", "WEBP": "RGB RGBA", "GIF": ""}
    wide = {f"P3 {gamma}": wide_profile(gamma) for gamma in (1.8, 2.2)} | {"sRGB": srgb()}
    grey = {f"grey {gamma}": grey_profile(gamma) for gamma in (1.0, 2.2)}
    for kind, names in modes.items():
        for mode in names.split():
            for name, profile in (grey if mode in {"L", "LA"} else wide).items():
                options = {"quality": 95, "lossless": True} if kind == "WEBP" else {"quality": 95}
                yield f"{kind} {mode} in {name}", saved(motif(mode), kind, icc_profile=profile, **options)
    yield "PNG P with a clear entry in P3", saved(motif("P"), "PNG", icc_profile=wide_profile(2.2), transparency=0)
    yield (
        "PNG RGB with a clear colour in P3",
        saved(motif("RGB"), "PNG", icc_profile=wide_profile(2.2), transparency=(200, 100, 50)),
    )
    rows = (b"\x00" + struct.pack(">HHH", 257 * 200, 257 * 100, 257 * 50) * 4) * 4
    profile = b"p\x00\x00" + zlib.compress(wide_profile(2.2))
    yield (
        "PNG of 16 bits in P3",
        png(header(4, 4, 16), (b"iCCP", profile), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")),
    )


def gammas() -> Iterator[tuple[str, bytes]]:
    for gamma in (0.3, 0.45455, 0.7, 1.0):
        rows = zlib.compress((b"\x00" + bytes([200, 100, 50]) * 8) * 8)
        chunk = b"gAMA", struct.pack(">I", round(gamma * 100_000))
        yield f"PNG of gamma {gamma}", png(header(8, 8), chunk, (b"IDAT", rows), (b"IEND", b""))
        yield (
            f"PNG of gamma {gamma} in sRGB",
            png(header(8, 8), (b"sRGB", b"\x00"), chunk, (b"IDAT", rows), (b"IEND", b"")),
        )


def chunk_bytes(kind: bytes, data: bytes, checksum: int | None = None) -> bytes:
    checksum = zlib.crc32(kind + data) if checksum is None else checksum
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)


def careless() -> Iterator[tuple[str, bytes]]:
    """Sound pictures with wrong ends, checksums and extras."""
    noise = Image.effect_noise((60, 1200), 60).convert("RGB")  # tall: Chromium leaves the last rows white
    for progressive in (False, True):
        whole = saved(noise, "JPEG", quality=95, progressive=progressive)
        for lost in (1, 2, 6):
            yield f"JPEG {progressive=} without its last {lost} bytes", whole[:-lost]
        yield f"JPEG {progressive=} with zeros behind it", whole + bytes(999)
    whole = saved(motif("RGBA"), "PNG")
    for lost in (4, 12, 16):
        yield f"PNG without its last {lost} bytes", whole[:-lost]
    yield "GIF without its last byte", saved(motif("P"), "GIF")[:-1]
    yield "WEBP with junk behind it", saved(motif("RGB"), "WEBP", lossless=True) + b"junk"
    after_header = 33
    for kind, size in itertools.product(
        (b"pHYs", b"tEXt", b"iTXt", b"tIME", b"gAMA", b"iCCP", b"prVt"), (9, 3_000_000)
    ):
        for checksum in (None, 7):
            extra = chunk_bytes(kind, b"k\x00" + b"x" * size, checksum)
            if kind in {b"gAMA", b"iCCP", b"tIME", b"pHYs"} and checksum is None:
                continue  # sound but senseless: decoders differ
            yield (
                f"PNG with {kind.decode()} of {size}, {checksum=}",
                whole[:after_header] + extra + whole[after_header:],
            )


def browsers_show() -> Iterator[tuple[str, bytes]]:
    for source in (profiled, gammas, careless):
        yield from source()


def usable() -> Usable:
    for source in (plain, transparent, deep, photographs):
        yield from source()


def unusable() -> Iterator[tuple[str, bytes]]:
    for source in (bombs, broken, other_kinds):
        yield from source()
