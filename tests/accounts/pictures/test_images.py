"""Pictures in, small clean WebP out: odd ones come out right, hostile ones are refused in bounded time and memory."""

import io
import re
import resource
import threading

import pytest
from PIL import Image

from accounts.pictures import images
from accounts.pictures.converting import convert
from accounts.pictures.files import WHAT_IS_WRONG
from chatsite.pictures import apart
from chatsite.pictures.bounds import Bounds
from chatsite.pictures.flaws import BadImage, Busy
from tests.accounts.pictures import samples

USABLE = list(samples.usable())
EXACT = [case for case in USABLE if isinstance(case[2], Image.Image)]
TURNED = list(samples.turned())
UNUSABLE = list(samples.unusable())
# WebP at quality 85 moves a flat colour by this much at most; a lossy source adds to it.
TOLERANCE = 6


def opened(webp: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(webp))
    assert (image.format, image.mode) == ("WEBP", "RGB")
    return image


def close(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) <= TOLERANCE for a, b in zip(one, other, strict=True))


def test_the_corpus_is_large_enough():
    assert len(USABLE) + len(TURNED) + len(UNUSABLE) >= 60
    assert len(EXACT) >= 30


def places(expected: Image.Image | samples.Places) -> samples.Places:
    """Return a few places of a picture, away from its edges, and their colours."""
    if not isinstance(expected, Image.Image):
        return expected
    width, height = expected.size
    spots = [(x, y) for x in (width // 8, width - 1 - width // 8) for y in (height // 8, height - 1 - height // 8)]
    return expected.size, {spot: expected.getpixel(spot) for spot in spots}


@pytest.mark.parametrize(("data", "expected"), [case[1:] for case in USABLE], ids=[case[0] for case in USABLE])
def test_a_picture_keeps_its_looks(data, expected):
    size, colours = places(expected)
    result = opened(images.converted(data))
    assert result.size == size
    for spot, colour in colours.items():
        assert close(result.getpixel(spot), colour), (spot, result.getpixel(spot), colour)


@pytest.mark.parametrize(("data", "expected"), [case[1:] for case in EXACT], ids=[case[0] for case in EXACT])
def test_before_compression_every_pixel_is_right(data, expected, monkeypatch):
    """What the encoder is given of a lossless source is that source on white, to the last bit."""
    given = []
    monkeypatch.setattr(Image.Image, "save", lambda image, *_, **__: given.append(image))
    convert(data)
    assert (given[0].mode, given[0].size) == ("RGB", expected.size)
    assert given[0].tobytes() == expected.tobytes()


# Where the red quarter of the upright picture ends up being read, by EXIF orientation of a picture stored turned.
RED_CORNER = {1: "tl", 2: "tr", 3: "br", 4: "bl", 5: "tl", 6: "tr", 7: "br", 8: "bl"}


@pytest.mark.parametrize(("data", "orientation"), [case[1:] for case in TURNED], ids=[case[0] for case in TURNED])
def test_a_turned_picture_comes_upright_and_forgets_where_it_was_taken(data, orientation):
    webp = images.converted(data)
    result = opened(webp)
    width, height = result.size
    assert (width, height) == ((64, 96) if orientation >= 5 else (96, 64))
    corner = RED_CORNER[orientation]
    x = width // 4 if "l" in corner else 3 * width // 4
    y = height // 4 if "t" in corner else 3 * height // 4
    assert close(result.getpixel((x, y)), samples.RED)
    assert close(result.getpixel((width - x, height - y)), samples.WHITE)
    assert not result.getexif()
    assert b"SecretCamera" not in webp


def test_nothing_but_pixels_is_kept():
    image = samples.corners()
    options = {"exif": samples.exif(1), "icc_profile": samples.srgb(), "xmp": b"<x:xmpmeta/>", "comment": b"secret"}
    result = opened(images.converted(samples.saved(image, "JPEG", **options)))
    assert result.info.keys() <= {"background", "loop", "timestamp", "duration"}


@pytest.mark.parametrize("data", [case[1] for case in UNUSABLE], ids=[case[0] for case in UNUSABLE])
def test_a_hostile_or_broken_file_is_refused_with_a_sentence_in_bounded_time(data):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with pytest.raises(BadImage) as refusal:
        images.converted(data)
    assert re.fullmatch(r"[A-Z].*\.", str(WHAT_IS_WRONG[refusal.value.flaw]))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert used_s <= images.BOUNDS.cpu_s + 0.3


def test_a_wide_gamut_becomes_srgb():
    """A picture in a profile whose red is our green comes out green: the profile is applied, then dropped."""
    swapped = samples.saved(Image.new("RGB", (8, 8), (250, 10, 10)), "PNG", icc_profile=swapped_profile())
    red, green, _ = opened(images.converted(swapped)).getpixel((4, 4))
    assert green > red + 100


def swapped_profile() -> bytes:
    """sRGB with the tags of red and green exchanged."""
    profile = samples.srgb()
    return profile.replace(b"rXYZ", b"TEMP").replace(b"gXYZ", b"rXYZ").replace(b"TEMP", b"gXYZ")


def test_when_every_place_is_taken_the_next_picture_is_refused_as_busy(monkeypatch):
    monkeypatch.setattr(images, "BOUNDS", Bounds(wall_clock_s=0))
    monkeypatch.setattr(apart, "_slots", threading.BoundedSemaphore(1))
    with apart.slot(1), pytest.raises(Busy):
        images.converted(b"")
