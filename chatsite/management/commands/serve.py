"""``manage.py serve``: prepare the installation and serve it."""

import os
from argparse import ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import CommandParser

from chatsite.management.commands import prepare
from chatsite.serve import installation, server
from chatsite.serve.installation import NotReady
from chatsite.serve.listeners import listeners
from chatsite.serve.supervisor import Supervisor


class Command(prepare.Command):
    """Serve the chat. First creates what is missing: secret key, folders, database tables, static files."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
        parser.add_argument("--port", type=port, default=5000, help="the port to listen on (5000)")
        parser.add_argument(
            "--workers", type=workers, default=settings.WORKERS, help="the number of server processes (WORKERS)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, print the address, and serve."""
        settings.WORKERS = options["workers"]
        os.environ["WORKERS"] = str(settings.WORKERS)
        try:
            with installation.served_by_this_process(f"{options['host']}:{options['port']}"):
                self.serve(options["host"], options["port"])
        except NotReady as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            pass
        self.say("Stopped.")

    def serve(self, host: str, port: int) -> None:
        """Listen, prepare, and serve.

        Raises:
            NotReady: it cannot.
        """
        groups = listeners(host, port, workers=settings.WORKERS)
        self.prepare()
        self.introduce(server.public_url(host, groups[0][0].getsockname()[1]))
        if settings.WORKERS > 1:
            Supervisor(groups).run()
        else:
            server.serve(groups[0])

    def introduce(self, url: str) -> None:
        """Print the address and where the data is."""
        self.offer_setup(url)
        self.say(f"Serving Chatsite at {url}")
        self.say(f"Data: {installation.describe_database()}; uploads in {settings.MEDIA_ROOT}")
        self.say("Press Ctrl-C to stop.")


def workers(text: str) -> int:
    """Return a number of workers."""
    value = int(text)
    if not 1 <= value <= settings.MAX_WORKERS:
        raise ArgumentTypeError(f"the number of workers must be 1 to {settings.MAX_WORKERS}, not {value}")
    return value


def port(text: str) -> int:
    """Return a port number."""
    value = int(text)
    if not 0 <= value <= 65535:
        raise ArgumentTypeError(f"the port must be 0 to 65535, not {value}")
    return value
