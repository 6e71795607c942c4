"""Turn a person's second factor off."""

from typing import Any

from accounts.actors import SYSTEM
from accounts.management.commands._people import PersonCommand
from accounts.models import User
from accounts.moderation import administration


class Command(PersonCommand):
    """For people who lost both their phone and their recovery codes."""

    help = "Turn a person's two-factor sign-in off: the password alone lets them in until they turn it on again."

    def act_on(self, user: User, **options: Any) -> str:
        """Turn it off."""
        administration.turn_two_factor_off(user, by=SYSTEM)
        return f"{user.email} signs in with the password alone."
