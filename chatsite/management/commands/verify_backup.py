"""``manage.py verify_backup``: check that a backup can be restored."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from chatsite.backup.archive import in_words
from chatsite.backup.proof import prove
from chatsite.management.base import ServiceCommand


class Command(ServiceCommand):
    """Restore a backup to a temporary folder and compare every row and upload. Changes nothing."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the file."""
        parser.add_argument("file", type=Path, help="the backup")

    def act(self, **options: Any) -> str:
        """Verify."""
        manifest = prove(options["file"])
        return f"Verified {in_words(manifest)} of {manifest['made_at']}."
