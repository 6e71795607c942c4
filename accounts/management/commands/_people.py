"""The base of commands about one person."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from accounts.models import User
from chatsite.management.base import ServiceCommand


class PersonCommand(ServiceCommand):
    """A command about the person with an email address."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the email address."""
        parser.add_argument("email", help="the person's email address")

    def act(self, **options: Any) -> str:
        """Find the person and do it."""
        user = User.objects.with_email(options["email"])
        if user is None:
            raise CommandError(f"No account has the email address {options['email']}.")
        return self.act_on(user, **options)

    def act_on(self, user: User, **options: Any) -> str:
        """Do it, and return what to print."""
        raise NotImplementedError


class LinkCommand(PersonCommand):
    """A command that prints a link for a person."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Add ``--base-url``."""
        super().add_arguments(parser)
        parser.add_argument(
            "--base-url", default="", help="the site's address (SITE_URL, or else http://localhost:5000)"
        )

    def act_on(self, user: User, **options: Any) -> str:
        """Make the link."""
        base: str = options["base_url"] or settings.SITE_URL or "http://localhost:5000"
        return self.link(user, base.rstrip("/"))

    def link(self, user: User, origin: str) -> str:
        """Return the link, which begins with ``origin``."""
        raise NotImplementedError
