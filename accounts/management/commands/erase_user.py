"""``manage.py erase_user``: end an account for good."""

import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.management.commands._people import PersonCommand
from accounts.models import User
from accounts.upkeep import personal_data
from accounts.upkeep.erasing import erase
from chatsite.management.base import add_dry_run


class Command(PersonCommand):
    """For a person who asks for their data to be erased."""

    help = (
        "Erase a person: name, email, picture, password, sessions, memberships, feedback. Their messages stay, by "
        "“Former member”; --messages erases them too. This can't be undone: run export_user first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add ``--messages``, ``--yes`` and ``--dry-run``."""
        super().add_arguments(parser)
        parser.add_argument("--messages", action="store_true", help="also erase their messages, for everyone")
        parser.add_argument("--yes", action="store_true", help="don't ask for confirmation")
        add_dry_run(parser)

    def act_on(self, user: User, **options: Any) -> str:
        """Erase."""
        if options["dry_run"]:
            counts = [f"{kind.name}: {sum(1 for _ in kind.export(user)):,}" for kind in personal_data.kinds()]
            what = "would be erased" if options["messages"] else "would be erased, except the text of messages"
            return f"{', '.join(counts)} {what}."
        email = user.email
        if not options["yes"]:
            self._confirm(email)
        self.take_steps(erase(user, words=options["messages"]), unit="records")
        return f"{email} is erased." if options["messages"] else f"{email} is erased. Their messages stay."

    def _confirm(self, email: str) -> None:
        """Ask for the email address once more.

        Raises:
            CommandError: it differs, or there is no terminal.
        """
        if not sys.stdin.isatty():
            raise CommandError("Nothing was erased. Without a terminal, confirm with --yes.")
        if input(f"This can't be undone. Type {email} to erase the account: ").strip() != email:
            raise CommandError("Nothing was erased: the address doesn't match.")
