"""``manage.py deactivate``: prevent a person from signing in."""

from typing import Any

from accounts.actors import SYSTEM
from accounts.management.commands._people import PersonCommand
from accounts.models import User
from accounts.moderation import administration


class Command(PersonCommand):
    """Deactivates an account; its sessions end, and a running server closes its connections within seconds."""

    help = "Deactivate an account: the person is signed out and can't sign in. Their messages stay."

    def act_on(self, user: User, **options: Any) -> str:
        """Deactivate."""
        administration.deactivate(user, by=SYSTEM)
        return f"{user.email} is deactivated."
