"""``manage.py seed``: what a new installation begins with, or a whole community to look at."""

from argparse import ArgumentParser
from typing import Any

from chatsite.commands import HouseCommand
from messaging.demo.cast import gather
from messaging.demo.writing import write_until, written_so_far
from messaging.upkeep import first_run

MESSAGES = 3_000
WEEKS = 6


class Command(HouseCommand):
    """Fills the site with people, rooms and messages; repeating it adds nothing, nor does an interruption harm."""

    help = (
        "Fill a new or a test installation with a believable demo: people with pictures, rooms, weeks of conversation. "
        "Nobody can sign in as these people until `reset_link` gives one of them a password."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what may be asked for."""
        parser.add_argument(
            "--first-run",
            action="store_true",
            help="only what every new installation needs: the rooms General and Random, and a welcome message",
        )
        parser.add_argument(
            "--messages",
            type=int,
            default=MESSAGES,
            help="how many the demo has in the end, up to millions (%(default)s)",
        )
        parser.add_argument("--weeks", type=int, default=WEEKS, help="over how long they were written (%(default)s)")

    def act(self, **options: Any) -> str:
        """Seed."""
        said = "Created the rooms General and Random." if first_run.begin() else ""
        if options["first_run"]:
            return said
        stage = gather()
        missing = max(options["messages"] - written_so_far(stage)[0], 0)
        steps = write_until(stage, options["messages"], options["weeks"])
        written = self.take_steps(steps, total=missing, unit="messages")
        if not written:
            return "The demo is there already: nothing was added."
        return f"Added {written:,} messages. {len(stage.people)} people talk in {len(stage.members)} rooms."
