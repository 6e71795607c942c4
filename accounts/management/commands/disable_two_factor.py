"""``manage.py disable_two_factor``: turn off a person's second factor."""

from typing import Any

from accounts.actors import SYSTEM
from accounts.management.commands._people import PersonCommand
from accounts.models import User
from accounts.moderation import administration


class Command(PersonCommand):
    """For people who lost both their phone and their recovery codes."""

    help = "Turn off two-factor sign-in for a person who lost their phone and recovery codes."

    def act_on(self, user: User, **options: Any) -> str:
        """Turn it off."""
        administration.turn_two_factor_off(user, by=SYSTEM)
        return f"Two-factor sign-in is off for {user.email}."
