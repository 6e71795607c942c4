"""Pictures that are sent: what is stored of them, through the real process."""

import io
import threading
from pathlib import Path

import pytest
from PIL import Image

from chatsite.pictures import apart
from chatsite.pictures.bounds import Bounds
from messaging.attachments.pictures import deriving, making
from messaging.attachments.pictures.making import BadImage, Busy, Picture, cleaned, made
from tests.accounts.pictures import samples
from tests.accounts.pictures.samples import BLUE, RED, WHITE, saved
from tests.messaging.attachments.metadata import marked

TOLERANCE = 12


@pytest.fixture
def make(tmp_path):
    into = tmp_path / "into"
    into.mkdir()

    def call(data: bytes) -> Picture:
        upload = tmp_path / "upload"
        upload.write_bytes(data)
        return made(upload, into)

    return call


def opened(path: Path | None) -> Image.Image:
    assert path is not None
    return Image.open(io.BytesIO(path.read_bytes()))


def close(one, other) -> bool:
    return all(abs(a - b) <= TOLERANCE for a, b in zip(one, other, strict=False))


def photo(size=(2000, 1500), kind="JPEG", **options) -> bytes:
    return saved(samples.corners(size=size), kind, **options)


def test_a_photo_has_three_previews_and_keeps_its_pixels(make):
    picture = make(photo(exif=samples.exif(1)))
    sizes = [(one.width, one.height) for one in picture.previews]
    assert sizes == [(400, 300), (800, 600), (1600, 1200)] == [opened(one.path).size for one in picture.previews]
    assert {opened(one.path).format for one in picture.previews} == {"WEBP"}
    assert (picture.width, picture.height, picture.media_type) == (2000, 1500, "image/jpeg")
    assert opened(picture.original).tobytes() == Image.open(io.BytesIO(photo())).tobytes()
    assert picture.removed == ["camera"]


def test_a_picture_that_says_nothing_stays_the_file_it_is(make):
    assert make(photo()).original is None


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((1, 1), [(1, 1)]),
        ((300, 20), [(300, 20)]),
        ((450, 300), [(450, 300)]),
        ((900, 600), [(400, 267), (900, 600)]),
        ((1200, 1000), [(400, 333), (800, 667), (1200, 1000)]),
        ((3000, 4), [(400, 1), (800, 1), (1600, 2)]),
    ],
)
def test_previews_are_never_larger_than_the_picture(make, size, expected):
    picture = make(photo(size, "PNG"))
    assert [(one.width, one.height) for one in picture.previews] == expected


@pytest.mark.parametrize("orientation", range(1, 9))
def test_previews_are_upright_and_sizes_are_of_the_picture_upright(make, orientation):
    data = saved(samples.corners(size=(960, 640)), "JPEG", exif=samples.exif(orientation), quality=95)
    picture = make(data)
    preview = opened(picture.previews[0].path)
    assert (picture.width, picture.height) == ((640, 960) if orientation >= 5 else (960, 640))
    assert (preview.width > preview.height) == (picture.width > picture.height)
    corner = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}[orientation]
    spot = [preview.size[axis] * (1 + 2 * corner[axis]) // 4 for axis in (0, 1)]
    assert close(preview.getpixel(tuple(spot)), RED)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L", "LA", "1"])
def test_any_mode_has_its_looks(make, mode):
    picture = make(saved(marked.motif(mode), "PNG"))
    shown, expected = opened(picture.previews[0].path).convert("RGBA"), marked.motif(mode).convert("RGBA")
    for spot in ((16, 12), (48, 12), (48, 36)):
        assert close(shown.getpixel(spot), expected.getpixel(spot))


def test_what_is_clear_stays_clear(make):
    preview = opened(make(saved(Image.new("RGBA", (80, 80), (0, 0, 0, 0)), "PNG")).previews[0].path)
    assert preview.convert("RGBA").getpixel((40, 40))[3] == 0


def test_previews_are_in_srgb(make):
    wide = saved(Image.new("RGB", (64, 64), (200, 60, 60)), "JPEG", icc_profile=samples.wide_profile(2.2), quality=95)
    preview = opened(make(wide).previews[0].path)
    assert preview.getpixel((9, 9))[0] > 210
    assert "icc_profile" not in preview.info


@pytest.mark.parametrize("kind", ["CMYK", "16-bit"])
def test_colours_of_the_press_and_deep_ones_become_those_of_screens(make, kind):
    data = saved(samples.corners("CMYK"), "JPEG", quality=95) if kind == "CMYK" else samples.rgb16(65535, 0, 0)
    assert close(opened(make(data).previews[0].path).getpixel((2, 2)), RED)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_an_animation_moves_in_its_preview_and_has_a_still(make, kind):
    frames = [Image.new("RGB", (96, 64), colour) for colour in (RED, WHITE, BLUE)]
    picture = make(saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=[50, 5, 200]))
    *stills, moving = picture.previews
    assert (picture.is_animated, [one.is_animated for one in picture.previews]) == (True, [False, True])
    assert [opened(one.path).n_frames for one in (*stills, moving)] == [1, 3]
    assert close(opened(stills[0].path).getpixel((9, 9)), RED)
    shown = opened(moving.path)
    durations = []
    for number, frame in enumerate(frames):
        shown.seek(number)
        shown.load()
        durations.append(shown.info["duration"])
        assert close(shown.convert("RGB").getpixel((9, 9)), frame.getpixel((9, 9)))
    assert durations == ([50, 100, 200] if kind != "AVIF" else durations)


@pytest.mark.parametrize(("loop", "plays"), [(None, 1), (0, 0), (3, 4)])
def test_a_gif_is_played_as_often_as_it_says(make, loop, plays):
    frames = [Image.new("RGB", (40, 30), colour).quantize(2) for colour in (RED, BLUE)]
    options = {} if loop is None else {"loop": loop}
    picture = make(saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=50, **options))
    assert opened(picture.previews[-1].path).info["loop"] == plays


def test_a_long_animation_is_thinned_and_as_long(make):
    frames = [Image.new("L", (16, 16), n * 101 % 256) for n in range(250)]
    picture = make(saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=40))
    moving = opened(picture.previews[-1].path)
    assert 50 < moving.n_frames <= 100
    assert sum(durations(moving)) == 250 * 40


def durations(image: Image.Image) -> list[int]:
    found = []
    for number in range(image.n_frames):
        image.seek(number)
        image.load()
        found.append(image.info["duration"])
    return found


def gif_of(frames: int) -> bytes:
    plain = saved(Image.new("P", (8, 8)), "GIF")
    start = plain.index(b"\x2c")
    return plain[:start] + plain[start:-1] * frames + b";"


def test_an_animation_of_a_hundred_thousand_frames_is_a_still(make):
    picture = make(gif_of(100_000))
    assert (picture.is_animated, [one.is_animated for one in picture.previews]) == (True, [False])


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_heic_becomes_what_browsers_show(make, mode):
    picture = make(marked.marked_heic(mode))
    original = opened(picture.original)
    assert picture.media_type == {"RGB": "image/jpeg", "RGBA": "image/webp"}[mode]
    assert (original.size, original.get_format_mimetype()) == (marked.SIZE[::-1], picture.media_type)
    assert {"location", "camera"} <= set(picture.removed)
    assert "icc_profile" in original.info
    upright = marked.motif("RGB").transpose(Image.Transpose.ROTATE_270)
    assert close(original.convert("RGB").getpixel((36, 16)), upright.getpixel((36, 16)))


@pytest.mark.parametrize(
    "data",
    [
        marked.marked_jpeg(),
        marked.marked_png(),
        marked.marked_png("RGBA", 4),
        marked.marked_gif(4),
        marked.marked_webp(),
        marked.marked_webp("RGBA", 4),
        marked.marked_avif(),
        marked.marked_heic(),
        marked.marked_heic("RGBA"),
    ],
    ids=["jpeg", "png", "apng", "gif", "webp", "animated webp", "avif", "heic", "clear heic"],
)
def test_no_stored_byte_says_where_or_with_what_a_picture_was_taken(make, data):
    picture = make(data)
    files = [picture.original, *(one.path for one in picture.previews)]
    assert [(path.name, traces) for path in files if (traces := marked.traces(path.read_bytes()))] == []


def test_its_colours_are_known_before_it_is_loaded(make):
    picture = make(saved(Image.new("RGB", (64, 32), RED), "PNG"))
    assert (picture.blurhash[0], len(picture.blurhash)) == ("L", 28)


@pytest.mark.parametrize("data", [b"", b"text", b"\xff\xd8\xff", photo()[:600], b"%PDF-1.7", bytes(99)])
def test_what_is_no_picture_leaves_nothing_behind(make, data, tmp_path):
    with pytest.raises(BadImage):
        make(data)
    assert list((tmp_path / "into").iterdir()) == []


def test_files_are_written_under_names_of_our_own(make, tmp_path):
    make(marked.marked_webp("RGBA", 4))
    assert sorted(path.name for path in (tmp_path / "into").iterdir()) == ["animation.webp", "original", "small.webp"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["into", "upload"]


def test_what_an_interrupted_call_left_is_replaced(make, tmp_path):
    (tmp_path / "into" / "small.webp").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "into" / "medium.webp").write_bytes(b"half of it")
    assert [opened(one.path).size for one in make(photo()).previews] == [(400, 300), (800, 600), (1600, 1200)]
    assert not (tmp_path / "elsewhere").exists()


def test_with_all_places_taken_it_is_busy(make, monkeypatch):
    monkeypatch.setattr(making, "BOUNDS", Bounds(wall_clock_s=0))
    monkeypatch.setattr(apart, "_slots", threading.BoundedSemaphore(1))
    with apart.slot(1), pytest.raises(Busy):
        make(photo())


@pytest.mark.parametrize("kind", ["jpeg", "png", "gif", "webp", "avif", "heic"])
def test_a_picture_that_cannot_be_decoded_still_loses_its_metadata(tmp_path, kind):
    whole = {
        "jpeg": marked.marked_jpeg(),
        "png": marked.marked_png(),
        "gif": marked.marked_gif(),
        "webp": marked.marked_webp(),
        "avif": marked.marked_avif(),
        "heic": marked.marked_heic(),
    }[kind]
    broken = {
        "jpeg": (b"\x08\x00\x30\x00\x40", b"\x08" + b"\xff" * 4),
        "png": (b"IDAT", b"IDAX"),
        "gif": (b"GIF87a\x40\x00\x30\x00", b"GIF87a" + b"\xff" * 4),
        "webp": (b"VP8L", b"VP8 "),
        "avif": (b"pitm", b"pitx"),
        "heic": (b"pitm", b"pitx"),
    }
    upload = tmp_path / "upload"
    upload.write_bytes(whole.replace(b"GIF89a", b"GIF87a").replace(*broken[kind], 1))
    with pytest.raises(BadImage):
        made(upload, tmp_path)
    result = cleaned(upload, tmp_path)
    assert "location" in result.removed or kind == "gif"
    assert result.original is not None
    assert marked.traces(result.original.read_bytes()) == []


@pytest.mark.parametrize("data", [b"", b"text", b"%PDF-1.7 SecretOwner", b"\xff\xd8\xffjunk"])
def test_other_files_stay_as_they_are(tmp_path, data):
    upload = tmp_path / "upload"
    upload.write_bytes(data)
    assert (cleaned(upload, tmp_path).removed, upload.read_bytes()) == ([], data)


def test_a_picture_too_large_to_be_decoded_still_loses_its_metadata():
    whole = marked.marked_png("RGB")
    data = whole[:33] + samples.chunk_bytes(b"IDAT", bytes(deriving.MAX_BYTES)) + whole[33:]
    with pytest.raises(BadImage):
        deriving.derive(io.BytesIO(data), io.BytesIO(), "image/png")
    stored = io.BytesIO()
    deriving.clean(io.BytesIO(data), stored, "image/png")
    assert b"Secret" not in stored.getvalue()
