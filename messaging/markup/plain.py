"""What a message says without its markup, for where there is only a line."""

import re
from html import unescape

_BREAK = re.compile(r"</(?:p|li|h[1-6]|blockquote|pre)>|<br[ /]*>")
_TAG = re.compile(r"<[^>]*>?")


def plain_text(html: str) -> str:
    """Return the text of HTML that ``render`` made, also of a part that ends within a tag."""
    return unescape(_TAG.sub("", _BREAK.sub(" ", html)))
