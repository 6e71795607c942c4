"""``manage.py stats``: print statistics."""

import json
from argparse import ArgumentParser
from typing import Any

from chatsite.management.base import ServiceCommand
from chatsite.observe.statistics import statistics


class Command(ServiceCommand):
    """Counts rows and bytes; changes nothing."""

    help = "Print the number of people, rooms, messages, feedback and jobs, and the disk space they use."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add ``--json``."""
        parser.add_argument("--json", action="store_true", help="print JSON")

    def act(self, **options: Any) -> str:
        """Count."""
        counted = statistics()
        if options["json"]:
            jobs = {**counted["jobs"], "given up": counted["jobs"]["failed"]}  # its name in 0.1, until 0.3
            return json.dumps(counted | {"jobs": jobs})
        rows = [(f"{title}, {name}", number) for title, numbers in counted.items() for name, number in numbers.items()]
        width = max(len(name) for name, _ in rows)
        return "\n".join(f"{name:<{width}}  {number:>15,}" for name, number in rows)
