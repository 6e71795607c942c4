"""``manage.py check_data``: check the stored data."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandError

from accounts.upkeep.consistency import check_pictures
from chatsite.db.consistency import Finding, orphans
from chatsite.management.base import ServiceCommand
from messaging.attachments.consistency import check_attachments
from messaging.mentions.consistency import check_mentions
from messaging.notifications.consistency import check_notifications
from messaging.search.index.consistency import check_index
from messaging.upkeep.consistency import check_replies, written
from messaging.webhooks.outgoing.consistency import check_outgoing_webhooks
from rooms.direct.consistency import check_direct_rooms
from rooms.invitations.consistency import check_invitations
from rooms.upkeep.consistency import check_rooms


class Command(ServiceCommand):
    """Checks counters and references; prints a line for each finding."""

    help = (
        "Check counters, read positions, names, references, pictures, files, notifications. "
        "Exit status 1 if something is wrong. "
        "Safe to run while the chat is running; a healthy installation has no findings."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add ``--repair``."""
        parser.add_argument("--repair", action="store_true", help="repair what is found")

    def act(self, **options: Any) -> str:
        """Check, and repair if that was asked for."""
        self.found = 0
        self.take_steps(self.look(repair=options["repair"]), unit="parts")
        if self.found and not options["repair"]:
            raise CommandError(f"{self.found} findings. Run `check_data --repair` to repair them.")
        return f"{self.found} findings, all repaired." if self.found else "No problems found."

    def look(self, *, repair: bool) -> Iterator[int]:
        """Go through all checks; yield 1 for each part that was looked at."""
        for findings in parts():
            for finding in findings:
                self.found += 1
                self.stdout.write(finding.what + (": repaired" if repair else ""))
                if repair:
                    finding.repair()
            yield 1


def parts() -> Iterator[list[Finding]]:
    """Yield the findings of every check, part after part."""
    yield list(orphans())
    yield from check_pictures()
    yield from check_replies()
    yield from check_attachments()
    yield from check_mentions()
    yield from check_notifications()
    yield from check_index()
    yield from check_outgoing_webhooks()
    yield from check_invitations()
    yield from check_direct_rooms()
    yield from check_rooms(written)
