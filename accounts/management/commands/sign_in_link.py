"""``manage.py sign_in_link``: print a link that signs an administrator in."""

from accounts.actors import SYSTEM
from accounts.management.commands._people import LinkCommand
from accounts.models import User
from accounts.moderation import administration


class Command(LinkCommand):
    """Prints the link, for an administrator who can't sign in by single sign-on."""

    help = (
        "Print a link that signs an administrator in without a password, valid once within 15 minutes. "
        "For when single sign-on doesn't work and passwords are off."
    )

    def link(self, user: User, origin: str) -> str:
        """Make the link."""
        return administration.make_sign_in_link(user, by=SYSTEM, origin=origin)
