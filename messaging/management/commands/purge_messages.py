"""``manage.py purge_messages``: forget what was said long ago."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.utils import timezone

from chatsite.commands import HouseCommand, add_dry_run
from messaging.models import Message
from messaging.upkeep import erasing
from rooms.commands import find_room

KEEP_DAYS = 30


class Command(HouseCommand):
    """First the text goes, announced to everyone; a month later, when all have learnt of it, the rows go too."""

    help = (
        "Erase the text of messages that are older than so many days, for good and for everyone, and remove the rows "
        "of those whose text went long ago. Run it every night to keep a history of that length."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what may be asked for."""
        parser.add_argument("--older-than", type=int, required=True, metavar="DAYS", help="what is older is erased")
        parser.add_argument("--room", help="only in this room: its number, or the name of an active room")
        parser.add_argument(
            "--keep-days",
            type=int,
            default=KEEP_DAYS,
            help="how long the empty rows stay for people who are away (%(default)s)",
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
        texts, rows = erasing.with_text(old).count(), spent.count()
        if options["dry_run"]:
            return f"{texts:,} messages would be erased, and {rows:,} empty rows removed."
        rows = self.take_steps(erasing.remove(spent), unit="rows", total=rows)
        texts = self.take_steps(erasing.erase(old), unit="messages", total=texts)
        return f"{texts:,} messages erased, {rows:,} empty rows removed."
