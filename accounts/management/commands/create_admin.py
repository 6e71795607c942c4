"""Create an administrator."""

import getpass
import sys
from typing import Any

from django.core.management.base import CommandParser

from accounts.forms import RegisterForm
from accounts.services import create_administrator
from chatsite.management.base import ServiceCommand


class Command(ServiceCommand):
    """Creates an administrator; the password is asked for or read from standard input."""

    help = "Create an administrator. Asks for the password, or reads it from standard input without a terminal."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the email address and the name."""
        parser.add_argument("email", help="the administrator's email address")
        parser.add_argument("--name", default="Administrator", help="the name to show (%(default)s)")

    def act(self, **options: Any) -> str:
        """Check the input as the registration form does, and create the account."""
        data = RegisterForm.parse({"email": options["email"], "name": options["name"], "password": _read_password()})
        user = create_administrator(**data)
        return f"{user.email} is now an administrator."


def _read_password() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("Password: ")
    return sys.stdin.readline().rstrip("\n")
