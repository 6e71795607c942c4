"""``/me waves``."""

import pytest

from messaging.markup import MAX_HTML_BYTES, render
from messaging.markup.plain import plain_text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("/me waves", '<p><em class="action">waves</em></p>\n'),
        ("/me waves *a lot* <b>", '<p><em class="action">waves <em>a lot</em> &lt;b&gt;</em></p>\n'),
        ("/me ", "<p>/me</p>\n"),
        ("/me\nwaves", "<p>/me<br>\nwaves</p>\n"),
        ("/menu", "<p>/menu</p>\n"),
        ("hi /me waves", "<p>hi /me waves</p>\n"),
    ],
)
def test_a_line_that_begins_with_me_is_an_action(text, html):
    assert render(text) == html


@pytest.mark.parametrize("text", ["/me a\nb", "/me a\n\nb", "/me - a", "/me > a", "/me ```\na\n```"])
def test_more_than_a_line_is_shown_as_typed(text):
    assert 'class="action"' not in render(text)
    assert plain_text(render(text)).lstrip().startswith("/me")


def test_it_stays_within_its_bounds():
    assert len(render("/me " + "&" * 3996).encode()) <= MAX_HTML_BYTES
