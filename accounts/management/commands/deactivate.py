"""Keep a person out."""

from typing import Any

from accounts.actors import SYSTEM
from accounts.management.commands._people import PersonCommand
from accounts.models import User
from accounts.moderation import administration


class Command(PersonCommand):
    """Deactivates an account: its sessions end, and a running server cuts its sockets within seconds."""

    help = "Deactivate a person's account. What they wrote stays. Doing it twice changes nothing."

    def act_on(self, user: User, **options: Any) -> str:
        """Deactivate."""
        administration.deactivate(user, by=SYSTEM)
        return f"{user.email} is deactivated."
