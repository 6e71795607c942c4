"""``manage.py reset_link``: print a password-reset link."""

from accounts.actors import SYSTEM
from accounts.management.commands._people import LinkCommand
from accounts.models import User
from accounts.moderation import administration


class Command(LinkCommand):
    """Prints the link, to be sent to the person over a channel you trust."""

    help = (
        "Print a link to choose a new password, valid once within 24 hours. "
        "Earlier links stop working. The password stays until the link is used."
    )

    def link(self, user: User, origin: str) -> str:
        """Make the link."""
        return administration.make_reset_link(user, by=SYSTEM, origin=origin)
