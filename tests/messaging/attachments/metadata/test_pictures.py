"""The original of a picture is stored without metadata, and looks as before."""

import io

import pytest
from PIL import Image

from chatsite.pictures.looks import orientation
from messaging.attachments.metadata import exif, icc, iptc, xmp
from messaging.attachments.metadata.found import Cleaned, Found, Unclear
from messaging.attachments.pictures.deriving import CLEANERS
from tests.accounts.pictures import samples
from tests.messaging.attachments.metadata import marked

LOSSLESS = dict(marked.lossless())
TYPES = {name: f"image/{name.split()[0]}" for name in LOSSLESS}


def cleaned(name: str) -> Cleaned:
    return CLEANERS[TYPES[name]](LOSSLESS[name])


@pytest.mark.parametrize("name", LOSSLESS)
def test_no_byte_of_the_metadata_is_left(name):
    assert marked.traces(LOSSLESS[name]) != []
    assert marked.traces(cleaned(name).data) == []


@pytest.mark.parametrize("name", LOSSLESS)
def test_the_pixels_stay_as_they_are(name):
    assert marked.decoded(cleaned(name).data) == marked.decoded(LOSSLESS[name])


@pytest.mark.parametrize("name", LOSSLESS)
def test_it_is_shown_the_same_way_up(name):
    before, after = (Image.open(io.BytesIO(data)) for data in (LOSSLESS[name], cleaned(name).data))
    assert orientation(after) == orientation(before)


@pytest.mark.parametrize("name", LOSSLESS)
def test_cleaning_again_changes_nothing(name):
    once = cleaned(name).data
    again = CLEANERS[TYPES[name]](once)
    assert (again.data, again.removed) == (once, set())


@pytest.mark.parametrize("name", ["jpeg < 6", "jpeg > 1", "png RGB", "webp RGB {}", "avif"])
def test_what_there_was_is_named(name):
    assert {Found.LOCATION, Found.CAMERA, Found.AUTHOR, Found.DATE} <= cleaned(name).removed


def test_a_motion_photo_loses_its_video():
    assert Found.VIDEO in cleaned("jpeg < 6").removed


def test_what_a_screenshot_was_cut_from_is_gone():
    """A program that overwrites a file without shortening it leaves the end of the old one behind."""
    whole = samples.saved(Image.effect_noise((200, 200), 90), "PNG")
    cut = samples.saved(samples.corners(), "PNG")
    result = CLEANERS["image/png"](cut + whole[len(cut) :])
    assert (result.data, result.removed) == (cut, {Found.OTHER})


@pytest.mark.parametrize(("kind", "frames"), [("gif that moves", 4), ("webp that moves", 4), ("png that moves", 4)])
def test_an_animation_keeps_its_frames(kind, frames):
    assert cleaned(kind).frames == frames


def test_a_chunk_with_a_wrong_checksum_goes_too():
    wrong = samples.chunk_bytes(b"tEXt", b"Comment\x00SecretComment", checksum=7)
    assert marked.traces(CLEANERS["image/png"](marked.marked_png("RGB", 1, wrong)).data) == []


def test_an_index_of_several_pictures_goes():
    data = marked.marked_jpeg().replace(
        marked.segment(0xE2, b"SecretTrailer"), marked.segment(0xE2, b"MPF\x00SecretKey")
    )
    assert marked.traces(CLEANERS["image/jpeg"](data).data) == []


def test_a_gif_keeps_its_loop():
    assert Image.open(io.BytesIO(cleaned("gif that moves").data)).info["loop"] == 2


def test_a_picture_without_metadata_stays_byte_for_byte():
    for kind, media_type in (
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("GIF", "image/gif"),
        ("WEBP", "image/webp"),
    ):
        plain = samples.saved(marked.motif("RGB"), kind)
        assert CLEANERS[media_type](plain).data == plain


def test_a_profile_keeps_its_colours_and_loses_its_screen():
    profile = icc.cleaned(marked.screen_profile())
    assert marked.traces(profile) == []
    shown = [
        Image.open(io.BytesIO(samples.saved(marked.motif("RGB"), "PNG", icc_profile=one)))
        for one in (marked.screen_profile(), profile)
    ]
    assert in_srgb(shown[0]) == in_srgb(shown[1]) != marked.motif("RGB").tobytes()


def in_srgb(image: Image.Image) -> bytes:
    from chatsite.pictures.looks import true_colour

    return true_colour(image).convert("RGB").tobytes()


@pytest.mark.parametrize("profile", [b"", b"junk" * 99, bytes(200), marked.screen_profile()[:150]])
def test_a_profile_that_cannot_be_read_is_dropped(profile):
    assert icc.cleaned(profile) == b""


@pytest.mark.parametrize("cleaner", CLEANERS.values())
@pytest.mark.parametrize("data", [b"", b"\x00" * 200, b"<html>", b"\xff" * 50])
def test_a_file_of_another_kind_is_left_alone(cleaner, data):
    with pytest.raises(Unclear):
        cleaner(data)


def test_an_empty_gps_block_is_no_location():
    block = b"II*\x00\x08\x00\x00\x00" + marked.ifd("<", 8, [(0x8825, 4, [(0, 1, b"\x02\x03\x00\x00")])])
    assert exif.read(block) == (set(), 1)


@pytest.mark.parametrize(
    "block",
    [
        b"II*\x00\x08\x00\x00\x00" + b"\xff" * 20,
        b"II*\x00\xff\xff\xff\xff",
        b"MM\x00*\x00\x00\x00\x08\x00\x01\x87\x69\x00\x04\x00\x00\x00\x01\x00\x00\x00\x08" + bytes(4),  # in a circle
        b"II*\x00",
        b"",
    ],
)
def test_a_broken_block_is_read_as_far_as_it_goes(block):
    assert exif.read(block)[1] == 1


def test_xmp_is_read_in_any_encoding():
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        assert Found.LOCATION in xmp.read(marked.XMP.decode().encode(encoding))
    assert xmp.read(b"<x/>") == {Found.OTHER}


def test_iptc_names_places_and_people():
    assert iptc.read(marked.IPTC) == {Found.LOCATION, Found.AUTHOR}


def test_the_smallest_exif_says_the_orientation():
    for value in range(1, 9):
        assert exif.read(exif.minimal(value)) == (set(), value)
