"""Films lose what they say beside picture and sound, in place: no sample moves."""

import random
import struct

import pytest

from messaging.attachments.pictures.making import cleaned
from tests.messaging.attachments.metadata import marked, movies

FILMS = dict(movies.films())


def clean(tmp_path, data: bytes):
    upload, into = tmp_path / "upload", tmp_path / "into"
    upload.write_bytes(data)
    into.mkdir()
    result = cleaned(upload, into)
    return result, result.original.read_bytes() if result.original else data


def said(data: bytes) -> list[str]:
    return [
        *marked.traces(data),
        *(["position"] if movies.POSITION in data else []),
        *(["key"] if b"SecretKey" in data else []),
    ]


@pytest.mark.parametrize("name", FILMS)
def test_nothing_is_left_but_picture_and_sound(tmp_path, name):
    before = FILMS[name]
    result, after = clean(tmp_path, before)
    assert said(before) != []
    assert said(after) == []
    assert len(after) == len(before)
    assert struct.pack(">I", 3_900_000_001) not in after
    assert (after.count(movies.PICTURE), after.count(movies.SOUND)) == (4, 2)
    assert {"location", "date"} <= set(result.removed)


def boxes(data: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(data):
        size, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        found.append(kind)
        at += int.from_bytes(data[at + 8 : at + 16]) if size == 1 else size
    return found


def test_boxes_stay_where_they_were(tmp_path):
    _, after = clean(tmp_path, movies.movie(movies.IPHONE) + movies.ADOBE)
    assert boxes(after) == [b"ftyp", b"mdat", b"moov", b"free"]
    moov = after.index(b"moov") + 4
    assert boxes(after[moov : after.rindex(b"free") - 4]) == [b"mvhd", b"trak", b"trak", b"free", b"free"]


def test_a_song_keeps_its_title_and_cover(tmp_path):
    result, after = clean(tmp_path, movies.song())
    assert movies.POSITION not in after
    assert b"SecretOwner" not in after
    assert b"Title" in after
    assert b"Cover" in after
    assert {"location", "author"} <= set(result.removed)


def test_a_film_that_says_nothing_stays_the_file_it_is(tmp_path):
    _, once = clean(tmp_path, movies.movie())
    (tmp_path / "again").mkdir()
    result, _ = clean(tmp_path / "again", once)
    assert (result.original, result.removed) == (None, [])


@pytest.mark.parametrize("length", [12, 28, 60, 90, 150, 400, 700])
def test_a_film_that_ends_early_is_cleaned_as_far_as_it_goes(tmp_path, length):
    data = movies.movie(movies.IPHONE, moov_first=True)[:length]
    _, after = clean(tmp_path, data)
    assert len(after) == length


@pytest.mark.parametrize(
    "data",
    [
        movies.box(b"ftyp", b"mp42", bytes(4)) + b"\x00\x00\x00\x02moov",
        movies.box(b"ftyp", b"mp42", bytes(4)) + b"\x00\x00\x00\x01moov" + b"\xff" * 8,
        movies.box(b"ftyp", b"mp42", bytes(4)) + movies.box(b"moov", movies.box(b"trak") * 100_000),
        movies.movie(movies.IPHONE)[:200] + b"\xff" * 99,
    ],
    ids=["too small a box", "too large a box", "a hundred thousand tracks", "junk behind"],
)
def test_a_hostile_film_stays_what_it_is_or_is_cleaned(tmp_path, data):
    _, after = clean(tmp_path, data)
    assert len(after) == len(data)


def test_a_track_cannot_claim_what_lies_outside_the_media(tmp_path):
    """Else a film could have its own index overwritten; nothing outside the file is ever written."""
    tracks = [movies.track(b"vide", [(36, 3)]), movies.track(b"meta", [(0, 5), (10**9, 5)], b"gpmd")]
    _, after = clean(tmp_path, movies.movie(tracks=tracks))
    assert after.startswith(movies.box(b"ftyp", b"mp42", bytes(4), b"isom"))


def test_a_film_of_any_broken_kind_is_bearable(tmp_path):
    """Run on the functions themselves; the process that runs them for uploads is bounded besides."""
    import io

    from messaging.attachments.metadata.boxes import Source
    from messaging.attachments.metadata.found import Unclear
    from messaging.attachments.metadata.movie import movie_changes

    chance = random.Random(19)
    sources = [movies.movie(movies.IPHONE), movies.movie(movies.ANDROID, is_wide=True), movies.song()]
    for _ in range(1500):
        data = bytearray(chance.choice(sources))
        for _ in range(chance.choice([1, 2, 8])):
            data[chance.randrange(len(data))] = chance.choice([0, 1, 255, chance.randrange(256)])
        try:
            changes = movie_changes(Source(io.BytesIO(data)), is_song=False)
        except Unclear:
            continue
        assert all(0 <= start <= end <= len(data) for start, end in changes.zeros)
        assert len(changes.applied(bytes(data))) == len(data)


def test_a_long_film_that_was_recorded_in_pieces_is_cleaned(tmp_path):
    piece = movies.box(b"moof", movies.full(b"mfhd", bytes(4)), movies.box(b"traf", movies.full(b"tfhd")))
    result, after = clean(tmp_path, movies.movie(movies.IPHONE) + (piece + movies.box(b"mdat", b"x")) * 7_200)
    assert "location" in result.removed
    assert said(after) == []
