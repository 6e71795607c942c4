"""``manage.py reset_link``: print a password-reset link."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from accounts.actors import SYSTEM
from accounts.management.commands._people import PersonCommand
from accounts.models import User
from accounts.moderation import administration


class Command(PersonCommand):
    """Prints the link, to be sent to the person over a channel you trust."""

    help = (
        "Print a link to choose a new password, valid once within 24 hours. "
        "Earlier links stop working. The password stays until the link is used."
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
        return administration.make_reset_link(user, by=SYSTEM, origin=base.rstrip("/"))
