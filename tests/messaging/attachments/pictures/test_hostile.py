"""Hostile and odd pictures, and thousands broken at random: no process hangs, dies or tells, whatever they hold."""

import json
import random
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from chatsite.pictures.flaws import Flaw
from messaging.attachments.metadata.found import Unclear
from messaging.attachments.pictures.deriving import CLEANERS
from messaging.attachments.pictures.making import BOUNDS, BadImage, made
from tests.messaging.attachments.pictures import oddities

ROOT = Path(__file__).parents[4]
# Of Pillow and its plugins: the process ends with one of these, and the picture counts as damaged.
ERRORS = {"OSError", "SyntaxError", "ValueError", "EOFError", "IndexError", "TypeError", "KeyError", "OverflowError"}
ERRORS |= {"UnidentifiedImageError", "AttributeError", "error", "ZeroDivisionError", "RuntimeError", "SystemError"}
CLEAR = {"picture", "file", "video", "audio", "SIGXCPU", *Flaw} | ERRORS
CPU_S_TO_READ = 2.5  # nothing small needs more, also on a busy machine
MB = 800


def swept(folder: Path, at_once: int) -> list[dict]:
    command = [sys.executable, "-m", "tests.messaging.attachments.pictures.sweep", str(folder), str(at_once)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("oddities")
    files = {}
    for number, (name, data) in enumerate(oddities.oddities()):
        files[name] = folder / f"{number:04}"
        files[name].write_bytes(data)
    return files


@pytest.fixture(scope="module")
def results(corpus) -> dict[str, dict]:
    lines = {line["name"]: line for line in swept(next(iter(corpus.values())).parent, 1)}
    return {name: lines[path.name] for name, path in corpus.items()}


def test_the_corpus_is_large_enough(results):
    assert len(results) >= 250


def test_each_has_a_clear_outcome(results):
    assert {name: line["outcome"] for name, line in results.items() if line["outcome"] not in CLEAR} == {}


def test_none_takes_more_than_its_share(results):
    assert {name: line for name, line in results.items() if line["cpu_of_all_s"] > BOUNDS.cpu_s + 1} == {}
    assert {name: line for name, line in results.items() if line["mb"] > MB} == {}


def test_none_that_is_stored_tells_anything(results):
    assert {name: line["traces"] for name, line in results.items() if line["traces"]} == {}


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("jpeg of many scans", "damaged"),
        ("jpeg of 4 gigapixels", "too_many_jpeg_pixels"),
        ("png of 60 megapixels", "too_many_pixels"),
        ("png of 49 megapixels", "picture"),
        ("gif of 100000 frames", "picture"),
        ("jpeg of 119 megapixels", "picture"),
        ("jpeg of a million comments", "picture"),
        ("jpeg with a page in a comment", "picture"),
        ("png with 80 MB packed into iCCP", "picture"),
        ("jpeg with exif in a circle", "picture"),
        ("cmyk jpeg", "picture"),
        ("png of depth 16, colour 6", "picture"),
        ("jpeg whose profile ends early", "picture"),
        ("webp of 500 frames", "picture"),
        ("gif of comments", "picture"),
        ("gif cut after 7 eighths", "picture"),
        ("heic with alpha", "picture"),
        ("svg", "file"),
        ("postscript that calls a program", "file"),
        ("nothing", "file"),
    ],
)
def test_what_browsers_show_is_a_picture_and_what_is_hostile_is_none(results, name, outcome):
    assert results[name]["outcome"] == outcome


def mutants(count: int, seed: int) -> list[bytes]:
    """Return copies of good files, each broken at random: bytes, lengths, order, or the end."""
    chance, sources = random.Random(seed), list(oddities.whole().values())
    return [mutant(chance, bytearray(sources[number % len(sources)])) for number in range(count)]


def mutant(chance: random.Random, data: bytearray) -> bytes:
    for _ in range(chance.choice([1, 1, 2, 5, 20])):
        at, kind = chance.randrange(len(data)), chance.randrange(5)
        if kind == 0:
            data[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            data[at : at + 4] = chance.choice([b"\x00" * 4, b"\xff" * 4, b"\x7f\xff\xff\xff", chance.randbytes(4)])
        elif kind == 2:
            data[at : at + chance.randrange(64)] = b""
        elif kind == 3:
            end = at + chance.randrange(200)
            data[at:at] = data[at:end]
        else:
            other = chance.randrange(len(data))
            data[at : at + 16], data[other : other + 16] = data[other : other + 16], data[at : at + 16]
        if len(data) < 16:
            break
    return bytes(data)


@pytest.mark.parametrize(("count", "seed"), [(200, 1), pytest.param(2_800, 2, marks=pytest.mark.slow)])
def test_mutants_neither_hang_nor_crash(tmp_path, count, seed):
    for number, data in enumerate(mutants(count, seed)):
        (tmp_path / f"{number:04}").write_bytes(data)
    lines = swept(tmp_path, 50)
    assert len(lines) == count
    assert {line["name"]: line["outcome"] for line in lines if line["outcome"] not in CLEAR} == {}
    assert [line for line in lines if line["cpu_s"] > CPU_S_TO_READ or line["mb"] > MB] == []
    assert 0.05 < sum(line["outcome"] == "picture" for line in lines) / count < 0.95


def test_whatever_is_broken_can_be_cleaned_or_is_left_alone():
    """A cleaner that failed in another way would leave a broken picture with all it says."""
    chance, sources = random.Random(3), oddities.whole()
    for number in range(2_000):
        name = list(sources)[number % len(sources)]
        cleaner = CLEANERS.get(f"image/{name.split()[-1].replace('apng', 'png')}")
        if cleaner:
            with suppress(Unclear):
                assert cleaner(mutant(chance, bytearray(sources[name]))).data


SAMPLE = [
    "jpeg of many scans",
    "gif of 100000 frames",
    "png of 60 megapixels",
    "webp of nothing",
    "heic of 60000 by 60000",
]


@pytest.mark.parametrize("name", [*SAMPLE, "jpeg cut after 4 eighths", "png of ones", "avif without iloc"])
def test_the_real_process_says_the_same(corpus, results, tmp_path, name):
    into = tmp_path / "into"
    into.mkdir()
    try:
        made(corpus[name], into)
    except BadImage:
        assert results[name]["outcome"] != "picture"
        assert list(into.iterdir()) == []
    else:
        assert results[name]["outcome"] == "picture"
