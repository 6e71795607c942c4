"""``manage.py restore``: restore a backup."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from chatsite.backup.archive import in_words
from chatsite.backup.restoring import restore
from chatsite.management.base import ServiceCommand
from chatsite.serve.installation import ensure_database, ensure_folders


class Command(ServiceCommand):
    """Restore a backup. Stop the service first."""

    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the file and the options."""
        parser.add_argument("file", type=Path, help="the backup")
        parser.add_argument("--replace", action="store_true", help="replace the data of this installation")
        parser.add_argument(
            "--keep-versions",
            action="store_true",
            help="for a copy only: keep room versions that clients may have seen",
        )

    def act(self, **options: Any) -> str:
        """Restore."""
        ensure_folders()
        ensure_database()
        manifest = restore(options["file"], replace=options["replace"], keep_versions=options["keep_versions"])
        return f"Restored {in_words(manifest)} of {manifest['made_at']}."
