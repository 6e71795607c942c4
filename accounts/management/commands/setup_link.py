"""Print the link that creates the first administrator."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import OneTimeLink, User
from accounts.security.links import make_link


class Command(BaseCommand):
    """Prints ``/setup/?token=…`` until there is an administrator."""

    help = (
        "Print a link, valid once, that creates the first administrator. "
        "Earlier links stop working. Refuses once there is an administrator."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add ``--base-url``."""
        parser.add_argument(
            "--base-url", default="", help="the site's address (SITE_URL, or else http://localhost:5000)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the link and print it.

        Raises:
            CommandError: there is an administrator.
        """
        if User.objects.administrators().exists():
            raise CommandError(
                "There is already an administrator. create_admin makes another, reset_link helps with a lost password."
            )
        base: str = options["base_url"] or settings.SITE_URL or "http://localhost:5000"
        token = make_link(OneTimeLink.Purpose.SETUP)
        self.stdout.write(f"{base.rstrip('/')}/setup/?token={token}")
