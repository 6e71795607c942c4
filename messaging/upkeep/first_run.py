"""What a new installation begins with."""

from django.utils.translation import gettext_lazy as _

from accounts.actors import SYSTEM
from chatsite.db.transactions import in_transaction
from chatsite.text.languages import in_default_language
from messaging.forms import clean_content
from messaging.services import Draft, post_messages
from rooms.models import Room
from rooms.services import create_room

WELCOME = _("""\
**Welcome.** Everyone who signs up here starts in this room.

- Write your message in the box below. *Markdown* works: `code`, > quotes, lists and links.
- Create a room for each topic that deserves its own conversation.
- If you lose your connection, nothing gets lost: what you missed is here when you're back.
""")


@in_transaction
def begin() -> bool:
    """Create the rooms General and Random, and say welcome; tell whether this was a first run."""
    if Room.objects.exists():
        return False
    general = create_room(
        by=SYSTEM,
        name=in_default_language(_("General")),
        description=in_default_language(_("Everyone is here.")),
        is_default=True,
    )
    create_room(
        by=SYSTEM,
        name=in_default_language(_("Random")),
        description=in_default_language(_("Anything that doesn't fit elsewhere.")),
    )
    post_messages([Draft(author_id=None, room_id=general.pk, content=clean_content(in_default_language(WELCOME)))])
    return True
