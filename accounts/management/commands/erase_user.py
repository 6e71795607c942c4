"""``manage.py erase_user``: end an account for good."""

import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.management.commands._people import PersonCommand
from accounts.models import User
from accounts.upkeep import personal_data
from accounts.upkeep.erasing import erase
from chatsite.commands import add_dry_run


class Command(PersonCommand):
    """For the person who wants to be forgotten."""

    help = (
        "Erase a person: name, address, picture, password, sessions, memberships, feedback. What they wrote stays, by "
        "“Former member”, or goes as well with --messages. It cannot be undone: export_user first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add ``--messages``, ``--yes`` and ``--dry-run``."""
        super().add_arguments(parser)
        parser.add_argument("--messages", action="store_true", help="erase what they wrote too, for everyone")
        parser.add_argument("--yes", action="store_true", help="do not ask for confirmation, for scripts")
        add_dry_run(parser)

    def act_on(self, user: User, **options: Any) -> str:
        """Erase."""
        if options["dry_run"]:
            counts = [f"{kind.name}: {sum(1 for _ in kind.export(user)):,}" for kind in personal_data.kinds()]
            what = "would be erased" if options["messages"] else "would be erased, but for the text of messages"
            return f"{', '.join(counts)} {what}."
        email = user.email
        if not options["yes"]:
            self._confirm(email)
        self.take_steps(erase(user, words=options["messages"]), unit="things")
        return f"{email} is erased." if options["messages"] else f"{email} is erased; what they wrote stays."

    def _confirm(self, email: str) -> None:
        """Have the e-mail address typed once more.

        Raises:
            CommandError: it was not, or there is no one to type it.
        """
        if not sys.stdin.isatty():
            raise CommandError("Nothing was erased: without a terminal to confirm it at, add --yes.")
        if input(f"This cannot be undone. Type {email} to erase the account: ").strip() != email:
            raise CommandError("Nothing was erased: that is another address.")
