"""A room of the demo in which only moderators write."""

from messaging.demo.cast import Stage
from messaging.forms import clean_content
from messaging.posting import Draft, post_messages
from rooms.memberships import join_room
from rooms.models import Room
from rooms.services import create_room

OWNER, NAME = 4, "Announcements"
NOTICES = (
    "The hall is closed on the 24th and 25th.",
    "New door code from Monday. Ask Mira for it, *please don't write it here*.",
    "The annual meeting is on the first Thursday of next month, at seven.",
)


def give_notice(stage: Stage) -> None:
    """Let one person of ``stage`` announce something to the others; if that happened once, nothing more."""
    owner = stage.people[OWNER]
    if Room.objects.filter(name=NAME).exists():
        return
    room = create_room(
        by=owner, name=NAME, description="What everyone should know.", who_may_write=Room.Writers.MODERATORS
    )
    for person in stage.people:
        join_room(room_id=room.pk, by=person)
    post_messages([Draft(owner.pk, room.pk, clean_content(notice)) for notice in NOTICES])
