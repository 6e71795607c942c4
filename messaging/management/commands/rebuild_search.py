"""``manage.py rebuild_search``: index messages for the search now."""

from argparse import ArgumentParser
from typing import Any

from chatsite.management.base import ServiceCommand
from messaging.search.index.building import build, pending, start_again
from messaging.search.index.models import BLOCK_IDS


class Command(ServiceCommand):
    """Indexes what is not indexed yet; after an interruption it continues where it stopped."""

    help = (
        "Index messages for the search now, instead of waiting for the server to do it in the background. "
        "Safe to run while the chat is running; interrupted, it continues where it stopped."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add ``--all``."""
        parser.add_argument("--all", action="store_true", help="also index again what is indexed already")

    def act(self, **options: Any) -> str:
        """Index."""
        if options["all"]:
            start_again()
        total = len(pending()) * BLOCK_IDS
        done = self.take_steps(build(), unit="messages", total=total)
        left = len(pending())
        if left:
            return f"Indexed {done:,} messages. Another process is indexing {left} blocks of {BLOCK_IDS:,}."
        return f"Indexed {done:,} messages. The search index is complete."
