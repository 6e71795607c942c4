"""Blurhashes are those of the algorithm's own program (blurhash-python 1.2.2)."""

import random

import pytest
from PIL import Image

from messaging.attachments.pictures.blurhash import blurhash


def halves() -> Image.Image:
    image = Image.new("RGB", (24, 18), (240, 230, 220))
    image.paste((20, 60, 160), (0, 0, 12, 18))
    return image


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        (Image.new("RGB", (24, 16), (255, 0, 0)), "LKTI:j;$fQ;$|co1fQo1fQfQfQfQ"),
        (Image.new("RGB", (24, 16), (0, 128, 128)), "L304%ShKfQhKhef+fQf+fQfQfQfQ"),
        (Image.frombytes("RGB", (24, 16), random.Random(3).randbytes(24 * 16 * 3)), "L8Hxvm^9TA.8=*vsW1IBFhr3IXTs"),
        (halves(), "L~KUNY0MRk-.t7WCayj[fQfQfQfQ"),
    ],
    ids=["red", "teal", "noise", "halves"],
)
def test_it_is_the_one_that_other_programs_make(image, expected):
    assert blurhash(image) == expected


@pytest.mark.parametrize(
    ("size", "first"), [((60, 40), "L"), ((40, 40), "L"), ((40, 60), "T"), ((1, 1), "L"), ((9000, 1), "L")]
)
def test_the_longer_side_has_more_detail(size, first):
    found = blurhash(Image.new("RGB", size, "teal"))
    assert (found[0], len(found)) == (first, 28)
