"""People's faces in the admin: the picture, or initials on the hue that the chat gives them too."""

from dataclasses import dataclass

from accounts.models import User
from accounts.payloads import avatar_url

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
    words = person.name.split() or ["?"]
    chosen = [words[0], words[-1]] if len(words) > 1 else words
    initials = "".join(word[0] for word in chosen).upper()
    return Face(avatar_url(person.avatar) or "", initials, person.pk * HUE_STEP % HUES)
