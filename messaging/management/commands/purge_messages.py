"""``manage.py purge_messages``: erase old messages."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.utils import timezone

from chatsite.management.base import ServiceCommand, add_dry_run, days
from messaging.models import Message
from messaging.upkeep import erasing
from rooms.commands import find_room

KEEP_DAYS = 30


class Command(ServiceCommand):
    """Erases the text first and announces it; removes the rows a month later, when clients have seen the change."""

    help = (
        "Erase the text of messages older than a number of days, permanently and for everyone, and remove the rows of "
        "messages erased long ago. Run it every night to limit the history."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument(
            "--older-than", type=days, required=True, metavar="DAYS", help="erase messages older than DAYS"
        )
        parser.add_argument("--room", help="only in this room: its number, or the name of an active room")
        parser.add_argument(
            "--keep-days",
            type=days,
            default=KEEP_DAYS,
            help="days until the empty rows are removed (%(default)s)",
        )
        add_dry_run(parser)

    def act(self, **options: Any) -> str:
        """Erase and remove."""
        now = timezone.now()
        before = now - timedelta(days=options["older_than"])
        old = Message.objects.filter(created_at__lt=before)
        spent = erasing.spent(written_before=before, deleted_before=now - timedelta(days=options["keep_days"]))
        if options["room"]:
            room = find_room(options["room"])
            old, spent = old.filter(room=room), spent.filter(room=room)
        texts, rows = old.with_content().count(), spent.count()
        if options["dry_run"]:
            return f"{texts:,} messages would be erased, and {rows:,} empty rows removed."
        rows = self.take_steps(erasing.remove(spent), unit="rows", total=rows)
        texts = self.take_steps(erasing.erase(old), unit="messages", total=texts)
        return f"Erased {texts:,} messages and removed {rows:,} empty rows."
