"""``manage.py backup``: back up a running installation to one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from chatsite.backup.archive import in_words
from chatsite.backup.making import back_up
from chatsite.management.base import ServiceCommand
from chatsite.site.notes import note_backup


class Command(ServiceCommand):
    """Write a consistent snapshot of the database and all uploads to one file with checksums."""

    help = f"{__doc__} Set BACKUP_PASSPHRASE to encrypt it. The chat keeps running."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the file."""
        parser.add_argument("file", type=Path, help="the file to write; an existing one is replaced")
        parser.add_argument(
            "--incremental",
            action="store_true",
            help="put the uploads into a folder beside the file, where those of earlier backups take no space again",
        )

    def act(self, **options: Any) -> str:
        """Back up."""
        manifest = back_up(options["file"], incremental=options["incremental"])
        note_backup(timezone.now())
        size = filesizeformat(options["file"].stat().st_size).replace("\xa0", " ")
        return f"{options['file']}: {in_words(manifest)} in {size}."
