"""What becomes of pictures, and what it costs: ``python -m bench.pictures``.

Each line is one call of :func:`messaging.attachments.pictures.making.made`, start of the process included: CPU time,
the most memory that the process held, and sizes of what is stored.
"""

import io
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pillow_heif
from PIL import Image, ImageDraw

from messaging.attachments.media_types import media_type_of
from messaging.attachments.pictures.deriving import derive
from messaging.attachments.pictures.making import Picture, made

MB = 2**20


def photo(width: int, height: int) -> Image.Image:
    """Return something like a photo: soft colours, edges, and the noise of a sensor."""
    chance = random.Random(4)
    soft = Image.frombytes("RGB", (24, 18), chance.randbytes(24 * 18 * 3)).resize(
        (width, height), Image.Resampling.BICUBIC
    )
    draw = ImageDraw.Draw(soft)
    for _ in range(400):
        x, y, size = chance.randrange(width), chance.randrange(height), chance.randrange(width // 20)
        draw.ellipse((x, y, x + size, y + size), fill=tuple(chance.randbytes(3)))
    noise = Image.effect_noise((width // 2, height // 2), 10).resize((width, height))
    return Image.blend(soft, Image.merge("RGB", [noise] * 3), 0.08)


def screenshot() -> Image.Image:
    """Return a screen full of text."""
    image = Image.new("RGB", (2880, 1800), "white")
    draw = ImageDraw.Draw(image)
    for y in range(0, 1800, 24):
        draw.text((20, y), "The quick brown fox jumps over the lazy dog. " * 8, fill=(y % 200, 40, 90), font_size=18)
    return image


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """Return a file of the picture."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def samples() -> Iterator[tuple[str, bytes]]:
    """Yield the pictures that are made."""
    phone, large = photo(4032, 3024), photo(8064, 6048)
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 7.0)
    frames = [photo(480, 270).rotate(3 * n) for n in range(60)]
    yield "JPEG, 12 MP, turned", saved(phone, "JPEG", quality=90, exif=exif)
    yield "JPEG, 12 MP, progressive", saved(phone, "JPEG", quality=90, progressive=True)
    yield "HEIC, 12 MP", saved(phone, "HEIF", quality=60)
    yield "AVIF, 12 MP", saved(phone, "AVIF", quality=60, speed=9)
    yield "WebP, 12 MP", saved(phone, "WEBP", quality=80, method=0)
    yield "PNG, 12 MP", saved(phone, "PNG", compress_level=1)
    yield "PNG screenshot, 5 MP", saved(screenshot(), "PNG")
    yield (
        "GIF, 60 frames of 480 × 270",
        saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=40, loop=0),
    )
    yield "JPEG, 48 MP", saved(large, "JPEG", quality=88)
    yield "HEIC, 48 MP", saved(large, "HEIF", quality=50)


def in_a_fork(work: Callable[[], None]) -> int:
    """Do something in a process of its own; return the most bytes that it held."""
    child = os.fork()
    if not child:
        work()
        os._exit(0)
    return os.wait4(child, 0)[2].ru_maxrss * 1024


def write_samples(folder: Path) -> None:
    """Write the pictures, in their order."""
    pillow_heif.register_heif_opener()
    for number, (name, data) in enumerate(samples()):
        (folder / f"{number} {name}").write_bytes(data)


def derive_once(path: Path) -> None:
    """Do what the process of a picture does."""
    with path.open("rb") as source, Path(os.devnull).open("wb") as sink:
        derive(source, sink, media_type_of(path)[0])


def measured(path: Path, into: Path) -> tuple[Picture, float, float]:
    """Return what became of the picture, and the seconds of CPU and of the clock that it took."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    picture = made(path, into)
    after, end = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    return picture, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, end - start


def main() -> None:
    """Print a line for each picture."""
    with tempfile.TemporaryDirectory() as folder:
        in_a_fork(
            lambda: write_samples(Path(folder))
        )  # so that this process, which others are forked from, stays small
        print(f"{'':30}{'CPU':>8}{'clock':>8}{'memory':>9}{'upload':>10}{'original':>10}  previews")
        for path in sorted(Path(folder).iterdir()):
            with tempfile.TemporaryDirectory() as into:
                picture, cpu_s, clock_s = measured(path, Path(into))
                report(path, picture, f"{cpu_s:6.2f} s{clock_s:6.2f} s")


def report(path: Path, picture: Picture, times: str) -> None:
    """Print the line of a picture."""
    size = path.stat().st_size
    original = picture.original.stat().st_size if picture.original else size
    previews = ", ".join(
        f"{max(one.width, one.height)}: {one.path.stat().st_size // 1000} KB" for one in picture.previews
    )
    kb = f"{size // 1000:>7} KB{original // 1000:>7} KB"
    memory = in_a_fork(lambda: derive_once(path)) // MB
    print(f"{path.name[2:]:30}{times}{memory:>6} MB{kb}  {previews}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
