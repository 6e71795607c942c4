"""People's faces in the admin: the picture, or initials on the hue that the chat gives them too."""

import unicodedata
from dataclasses import dataclass

from accounts.models import User
from accounts.payloads import avatar_url
from chatsite.text.graphemes import graphemes

HUES = 12
HUE_STEP = 5


@dataclass(frozen=True, slots=True)
class Face:
    """What stands for a person."""

    picture: str
    initials: str
    hue: int


def face(person: User) -> Face:
    """Return the face of ``person``, as ``static/js/lib/person.js`` draws it."""
    return Face(avatar_url(person.avatar) or "", initials(person.name), person.pk * HUE_STEP % HUES)


def initials(name: str) -> str:
    """Return the first letter of the first and of the last word, without what stands in brackets: "Ada (she/her)"."""
    every = name.split() or ["?"]
    words = [word for word in every if not unicodedata.category(word[0]).startswith("P")] or every
    chosen = [words[0], words[-1]] if len(words) > 1 else words
    return "".join(next(graphemes(word)) for word in chosen).upper()
