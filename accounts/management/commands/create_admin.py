"""Create an administrator."""

import getpass
import sys
from typing import Any

from django.core.management.base import CommandParser

from accounts.forms import RegisterForm
from accounts.services import create_administrator
from chatsite.commands import HouseCommand


class Command(HouseCommand):
    """Creates an account that administers the site; the password is asked for, or read from standard input."""

    help = (
        "Create an administrator. The password is asked for; without a terminal it is the first line of standard input."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the e-mail address and the name."""
        parser.add_argument("email")
        parser.add_argument("--name", default="Administrator")

    def act(self, **options: Any) -> str:
        """Check the input as the registration form does, and create the account."""
        data = RegisterForm.parse({"email": options["email"], "name": options["name"], "password": _read_password()})
        user = create_administrator(**data)
        return f"{user.email} is an administrator."


def _read_password() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("Password: ")
    return sys.stdin.readline().rstrip("\n")
