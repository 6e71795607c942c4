"""What people of the demo say to each other directly, and a note to oneself."""

from messaging.demo.cast import Stage
from messaging.forms import clean_content
from messaging.posting import Draft, post_messages
from rooms.direct.services import open_direct

# The numbers of the people, the first of whom opens the conversation, and who of them says what.
CONVERSATIONS: tuple[tuple[tuple[int, ...], tuple[tuple[int, str], ...]], ...] = (
    ((0,), ((0, "Ask Thea for the spare key."), (0, "- stamps\n- light bulbs\n- a card for Jonas"))),
    (
        (1, 0),
        (
            (1, "Could you take the minutes on Tuesday? I'm on a train until eight."),
            (0, "Sure. Send me the agenda before?"),
            (1, "It's in the usual folder. Thank you!"),
        ),
    ),
    ((2, 0), ((2, "The library has two more copies of *The Summer Book*."), (2, "Shall I put one aside for you?"))),
    (
        (3, 0, 5),
        (
            (3, "We three are on duty at the repair café this month."),
            (5, "I can open up on the first two Saturdays."),
            (0, "Then I'll take the last two."),
        ),
    ),
)


def talk_directly(stage: Stage) -> None:
    """Write conversations between people of ``stage``; pairs that already have a direct room are skipped."""
    for numbers, lines in CONVERSATIONS:
        people = [stage.people[number] for number in numbers]
        opened = open_direct(by=people[0], user_ids=[person.pk for person in people[1:]])
        if opened.is_new:
            room_id = opened.room["id"]
            post_messages([Draft(stage.people[who].pk, room_id, clean_content(text)) for who, text in lines])
