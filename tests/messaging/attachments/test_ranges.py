"""Which part of a file is wanted: no server, no disk."""

import pytest

from messaging.attachments.ranges import Part, is_known, is_same, part_wanted

WHOLE = Part(0, 100, is_whole=True)


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("", WHOLE),
        ("bytes=0-9", Part(0, 10)),
        ("bytes=0-0", Part(0, 1)),
        ("bytes=90-", Part(90, 10)),
        ("bytes=0-", Part(0, 100)),
        ("bytes=99-1000", Part(99, 1)),
        ("bytes=-1", Part(99, 1)),
        ("bytes=-100", Part(0, 100)),
        ("bytes=-1000", Part(0, 100)),
        ("bytes= 5-6 ", Part(5, 2)),
        ("bytes=100-", None),
        ("bytes=100-200", None),
        ("bytes=9999999999999999999-", None),
        ("bytes=-0", None),
        ("bytes=9-5", WHOLE),
        ("bytes=-", WHOLE),
        ("bytes=", WHOLE),
        ("bytes=0-1,5-6", WHOLE),
        ("bytes=a-b", WHOLE),
        ("bytes=٣-٤", WHOLE),
        ("bytes=-99999999999999999999999", WHOLE),
        ("chars=0-9", WHOLE),
        ("0-9", WHOLE),
    ],
)
def test_a_range(header, part):
    assert part_wanted(header, 100) == part


def test_an_empty_file_has_no_parts():
    assert part_wanted("bytes=0-", 0) is None
    assert part_wanted("bytes=-5", 0) is None
    assert part_wanted("", 0) == Part(0, 0, is_whole=True)


def test_the_headers():
    assert Part(5, 10).content_range(100) == "bytes 5-14/100"
    assert is_same("", '"x"')
    assert is_same('"x"', '"x"')
    assert not is_same('W/"x"', '"x"')
    assert not is_same("Wed, 21 Oct 2015 07:28:00 GMT", '"x"')
    assert is_known('"a", W/"x"', '"x"')
    assert is_known("*", '"x"')
    assert not is_known("", '"x"')
    assert not is_known('"y"', '"x"')
