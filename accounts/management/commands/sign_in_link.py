"""``manage.py sign_in_link``: print a link that signs an administrator in."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from accounts.actors import SYSTEM
from accounts.management.commands._people import PersonCommand
from accounts.models import User
from accounts.moderation import administration


class Command(PersonCommand):
    """Prints the link, for an administrator who can't sign in by single sign-on."""

    help = (
        "Print a link that signs an administrator in without a password, valid once within 15 minutes. "
        "For when single sign-on doesn't work and passwords are off."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add ``--base-url``."""
        super().add_arguments(parser)
        parser.add_argument(
            "--base-url", default="", help="the site's address (SITE_URL, or else http://localhost:5000)"
        )

    def act_on(self, user: User, **options: Any) -> str:
        """Make the link."""
        base: str = options["base_url"] or settings.SITE_URL or "http://localhost:5000"
        return administration.make_sign_in_link(user, by=SYSTEM, origin=base.rstrip("/"))
