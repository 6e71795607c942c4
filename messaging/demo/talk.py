"""What people say in the demo: short conversations, put together from lines that go with each other."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from messaging import markup

MOST_LINES = 14
REPLIES, EDITS, DELETIONS = 0.10, 0.02, 0.004  # how many of the lines are such


class Fate(Enum):
    """What became of a message."""

    NONE = 0
    EDITED = 1
    DELETED = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a conversation: ``speaker`` and ``answers`` are numbers of people and of lines in it."""

    speaker: int
    text: str
    html: str
    answers: int | None = None
    fate: Fate = Fate.NONE

    @property
    def is_changed(self) -> bool:
        """Tell whether it was edited or deleted after it was said."""
        return self.fate is not Fate.NONE


FILL = {
    "day": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "time": ("nine", "half past ten", "noon", "two", "four", "half past five", "seven", "eight"),
    "number": ("two", "three", "five", "six", "eight", "a dozen", "20", "40", "60"),
    "tool": ("drill", "ladder", "soldering iron", "projector", "sewing machine", "wheelbarrow", "coffee urn"),
    "place": ("the hall", "the library", "the back garden", "the station", "room two", "the old mill", "my kitchen"),
    "food": ("lentil soup", "plum cake", "cardamom buns", "jollof rice", "potato salad", "miso soup", "apple crumble"),
    "plant": ("tomatoes", "beans", "roses", "courgettes", "apple trees", "herbs", "sunflowers"),
    "book": ("The Summer Book", "Middlemarch", "Beloved", "The Left Hand of Darkness", "Invisible Cities", "Ficciones"),
    "peak": ("the ridge", "the long lake", "Birch Hill", "the lighthouse", "the quarry loop", "the three bridges"),
    "page": ("the calendar", "the sign-up form", "the newsletter", "the front page", "the map", "the photo page"),
}

# What starts a conversation, by room; a default room takes the first list.
OPENERS = {
    "": (
        "Good morning, everyone.",
        "The hall is booked for {day}, from {time}. Doors open half an hour earlier.",
        "Who has the {tool}? It is not in the cupboard.",
        "Could somebody take the {tool} home until {day}?",
        "We are {number} people for {day} so far. **Anyone else?**",
        "What we still need:\n\n- {number} chairs\n- somebody for the coffee\n- a sign for the street",
        "The key for {place} is with me until {day}.",
        "A reminder: the meeting is on {day} at {time}, in {place}.",
        "Found after the meeting: one blue scarf and {number} cups. They wait in {place}.",
        "The minutes of {day} are up: https://example.org/minutes",
    ),
    "Book club": (
        "Who is through with *{book}*?",
        "Next after this one: *{book}*? I have {number} copies.",
        "> It is simply this: do not tire, never lose interest.\n\nMy favourite line so far.",
        "We meet on {day} at {time}. Bring a sentence you liked.",
        "The library got *{book}* for us, it lies at the desk.",
    ),
    "Garden": (
        "The {plant} need water on {day}. Who is there?",
        "First {plant} today! Take some, they are in the basket by the gate.",
        "Something eats the {plant}. Slugs, or worse?",
        "Compost comes on {day} at {time}. We need {number} people with shovels.",
        "Does anyone have seeds of {plant} to spare?",
    ),
    "Repair café": (
        "The next one is on {day}. We need a second {tool}.",
        "{number} toasters last time, and all but one work again.",
        "Does anybody know why a {tool} would hum and not start?",
        "I wrote down how to open the old radios: `pry, do not pull`.",
        "The count of {day}:\n\n```text\nrepaired  18\nwaiting    {number}\n```",
    ),
    "Kitchen table": (
        "There is {food}. There is *so much* {food}.",
        "Who brings {food} on {day}?",
        "My {food} never rises. What am I doing wrong?",
        "Recipe, as promised:\n\n1. flour, {number} spoons\n2. patience\n3. more butter than you think",
        "Leftover {food} in the fridge of {place}, first come.",
    ),
    "Website": (
        "{page} looks broken on my phone.",
        "New photos are on {page}: https://example.org/photos",
        "Can somebody check {page} before {day}?",
        "I moved {page}. The old address still works.",
        "Fixed with one line:\n\n```python\nname = name.strip()\n```",
    ),
    "Hiking": (
        "{peak} on {day}? The train leaves at {time}.",
        "Who was that at {peak} in sandals?",
        "Weather for {day}: dry until {time}, then bring a coat.",
        "We were {number} today, and the view from {peak} was worth it. 🏔️",
        "Is the path to {peak} open again?",
    ),
}

ANSWERS = (
    "I can do that.", "Count me in.", "Me too.", "Not before {time}, sorry.", "On {day} I could.", "Let me look.",
    "I think it is in {place}.", "Thea knows, I believe.", "Yes, since {day}.",
    "No idea, but I would like to know too.",
    "Same here.", "That would be lovely.", "I'll bring {food}.", "I have one at home, a bit dusty.",
    "Last time it took {number} of us.", "If nobody else wants to, I will.", "Can it wait until {day}?",
    "I asked in {place}, they say yes.", "Only if it does not rain. 🌧️", "How early is early?",
    "Wasn't that on {day}?", "I wrote it on the list.", "You are a hero.", "I was just about to ask.",
    "Half of it is done already.", "Who else comes?", "Could we start at {time} instead?",
    "That is *exactly* what I had in mind.", "Mine broke as well, it was the plug.", "I can pick you up at {time}.",
    "Somebody left {number} of them with me.", "Hm, I would rather not.", "Wait, I have a photo somewhere.",
    "The short version: yes.", "I'll ask my neighbour.", "It says {day} on the poster.", "Then let us do it on {day}.",
    "And who tells the others?", "We tried that once. It was memorable.", "😂", "+1", "Yes!", "Ah, thank you.",
)  # fmt: skip
ENDINGS = (
    "Thank you, everyone.", "Settled then: {day}, {time}.", "Good, see you on {day}.", "Perfect.", "👍", "Done.",
    "I put it into the calendar.", "Then I close the list now.", "This is turning into something good.", "❤️", "Thanks!",
    "Great, that was easy.", "See you there.", "I owe you {food}.",
)  # fmt: skip

_SLOT = re.compile(r"\{(\w+)\}")


def conversation(chance: random.Random, room_name: str) -> Iterator[Line]:
    """Yield the lines of one conversation between two to five people."""
    speakers = chance.randint(2, 5)
    length = min(2 + int(chance.expovariate(1 / 5)), MOST_LINES)
    speaker = 0
    for number in range(length):
        if number:
            speaker = (speaker + chance.randrange(1, speakers)) % speakers  # no one answers themselves
        lines = _lines(room_name, number, length)
        text, html = written(_filled(chance, chance.choice(lines)))
        answers = 0 if number > 1 and chance.random() < REPLIES else None
        yield Line(speaker, text, html, answers, _fate(chance.random(), number))


def _fate(chance: float, number: int) -> Fate:
    if chance < EDITS:
        return Fate.EDITED
    return Fate.DELETED if number and chance > 1 - DELETIONS else Fate.NONE


def _lines(room_name: str, number: int, length: int) -> Sequence[str]:
    if number == 0:
        return OPENERS.get(room_name, OPENERS[""])
    return ENDINGS if number == length - 1 else ANSWERS


def _filled(chance: random.Random, line: str) -> str:
    text = _SLOT.sub(lambda slot: chance.choice(FILL[slot[1]]), line) if "{" in line else line
    return text[0].upper() + text[1:]


@lru_cache(maxsize=10_000)
def written(text: str) -> tuple[str, str]:
    """Return ``text`` with its HTML; the lines are few, so each is rendered once."""
    return text, markup.render(text)
