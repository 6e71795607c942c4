"""``manage.py seed``: create the first rooms, or demo data."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings

from chatsite.management.base import ServiceCommand, number_between
from chatsite.serve.installation import ensure_database
from messaging.demo.cast import gather
from messaging.demo.direct import talk_directly
from messaging.demo.life import enliven
from messaging.demo.notices import give_notice
from messaging.demo.writing import write_until, written_so_far
from messaging.upkeep import first_run

MESSAGES = 3_000
MOST_MESSAGES = 100_000_000
WEEKS = 6
MOST_WEEKS = 1_000


class Command(ServiceCommand):
    """Creates people, rooms and messages; repeating it adds nothing, and it can be interrupted."""

    help = (
        "Fill a new or test installation with demo data: people with pictures, rooms, weeks of conversation. "
        "These accounts have no password; `reset_link` gives one of them one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument(
            "--first-run",
            action="store_true",
            help="only create the rooms General and Random with a welcome message",
        )
        parser.add_argument(
            "--messages",
            type=number_between(1, MOST_MESSAGES),
            default=MESSAGES,
            help="the number of demo messages, up to millions (%(default)s)",
        )
        parser.add_argument(
            "--weeks",
            type=number_between(1, MOST_WEEKS),
            default=WEEKS,
            help="the number of weeks they span (%(default)s)",
        )

    def act(self, **options: Any) -> str:
        """Seed."""
        ensure_database()  # its refusal is one sentence; a transaction would be tried again and again
        said = "Created the rooms General and Random." if first_run.begin() else ""
        if options["first_run"]:
            return said
        stage = gather()
        missing = max(options["messages"] - written_so_far(stage)[0], 0)
        steps = write_until(stage, options["messages"], options["weeks"])
        written = self.take_steps(steps, total=missing, unit="messages")
        if not written:
            return "The demo data exists already. Nothing was added."
        enliven(stage)
        give_notice(stage)
        if settings.DIRECT_MESSAGES == "everyone":
            talk_directly(stage)
        return f"Added {written:,} messages. {len(stage.people)} people talk in {len(stage.members)} rooms."
