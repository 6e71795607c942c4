"""``manage.py export_user``: everything about one person, in one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from accounts.management.commands._people import PersonCommand
from accounts.models import User
from accounts.upkeep.exporting import export


class Command(PersonCommand):
    """For a person who asks for a copy of their data."""

    help = (
        "Export a person's data to a ZIP file: JSON lines for each kind of record, and the picture. "
        "The file appears only when it is complete."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add ``--output``."""
        super().add_arguments(parser)
        parser.add_argument(
            "--output", required=True, type=Path, help="the ZIP file to write; an existing one is replaced"
        )

    def act_on(self, user: User, **options: Any) -> str:
        """Export."""
        count = self.take_steps(export(user, options["output"]), unit="records")
        return f"Exported {count:,} records of {user.email} to {options['output']}."
