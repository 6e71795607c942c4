"""What may come in about direct rooms."""

from chatsite.web.forms import IdsField, StrictForm
from rooms.direct.queries import MAX_PEOPLE


class OpenDirectForm(StrictForm):
    """The other people of a direct room; without any it is for one's notes."""

    user_ids = IdsField(max_count=MAX_PEOPLE - 1)
