"""Pictures as people, cameras and attackers make them; every one is generated here."""

import io
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


def text_bomb() -> bytes:
    text = b"key\x00\x00" + zlib.compress(b"x" * 80_000_000)
    return png(header(1, 1), (b"zTXt", text), (b"IDAT", zlib.compress(b"\x00" * 4)), (b"IEND", b""))


def bombs() -> Iterator[tuple[str, bytes]]:
    zeros = zlib.compress(b"\x00" * 1000)
    end = (b"IEND", b"")
    yield "a png of 144 megapixels", saved(Image.new("1", (12_000, 12_000)), "PNG")
    yield "a png of four billion rows", png(header(1, 2**31 - 1), (b"IDAT", zeros), end)
    yield "a png of no pixels", png(header(0, 0), (b"IDAT", zeros), end)
    yield "a png with a text of 80 MB", text_bomb()
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


def usable() -> Usable:
    for source in (plain, transparent, deep, photographs):
        yield from source()


def unusable() -> Iterator[tuple[str, bytes]]:
    for source in (bombs, broken, other_kinds):
        yield from source()
