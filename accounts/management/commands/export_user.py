"""``manage.py export_user``: everything about one person, in one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from accounts.management.commands._people import PersonCommand
from accounts.models import User
from accounts.upkeep.exporting import export


class Command(PersonCommand):
    """For the person who asks what is held of them, or leaves with it."""

    help = (
        "Write everything that the site holds of a person into a ZIP file: a JSON line for each thing, and the "
        "picture. The file is complete or not there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add ``--output``."""
        super().add_arguments(parser)
        parser.add_argument("--output", required=True, type=Path, help="the ZIP file to write; one there is replaced")

    def act_on(self, user: User, **options: Any) -> str:
        """Export."""
        count = self.take_steps(export(user, options["output"]), unit="things")
        return f"{count:,} things of {user.email} are in {options['output']}."
