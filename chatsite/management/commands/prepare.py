"""``manage.py prepare``: make the installation ready to serve."""

import io
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command, get_commands
from django.core.management.base import BaseCommand

from chatsite.backup.marker import require_whole
from chatsite.serve import installation
from chatsite.serve.installation import NotReady


class Command(BaseCommand):
    """Create what is missing: secret key, folders, database tables, static files, the first rooms."""

    help = __doc__
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare."""
        try:
            self.prepare()
        except NotReady as error:
            raise CommandError(str(error)) from error

    def prepare(self) -> None:
        """Make the installation ready to serve.

        Raises:
            NotReady: something is missing that can't be created.
        """
        key_file = installation.ensure_secret_key()
        if key_file:
            self.say(f"Created a secret key in {key_file}")
        self.check()
        installation.ensure_folders()
        require_whole()
        installation.ensure_database()
        with installation.preparing():
            applied = installation.ensure_schema()
            if applied:
                self.say(f"Applied {applied} migrations.")
            self.check(databases=["default"])
            installation.ensure_static_files()
            self.call("seed", "--first-run")

    def offer_setup(self, url: str) -> None:
        """Print the link that creates the first administrator, if there is none; at SITE_URL, or else ``url``."""
        link = io.StringIO()
        with suppress(CommandError):
            self.call("setup_link", "--base-url", settings.SITE_URL or url, stdout=link)
        if link.getvalue():
            self.say(f"Create the first administrator at {link.getvalue().strip()}")

    def call(self, name: str, *arguments: str, **streams: Any) -> None:
        """Run another command if its app is installed."""
        if name in get_commands():
            call_command(name, *arguments, **{"stdout": self.stdout, "stderr": self.stderr} | streams)

    def say(self, line: str) -> None:
        """Print a line immediately."""
        self.stdout.write(line)
        self.stdout.flush()
