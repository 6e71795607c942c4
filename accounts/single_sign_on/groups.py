"""What people's groups at a provider give them here: administration and rooms, brought up to date at each sign-in."""

import logging

from django.utils.translation import gettext_lazy as _

from accounts.actors import SYSTEM
from accounts.hooks import GivenRoom, group_rooms
from accounts.models import User
from accounts.moderation.administration import demote, promote
from accounts.single_sign_on.models import ExternalIdentity
from chatsite.contract.errors import Conflict
from chatsite.db.transactions import in_transaction
from chatsite.env import IdentityProvider

log = logging.getLogger(__name__)


@in_transaction
def give(identity: ExternalIdentity, provider: IdentityProvider, groups: frozenset[str] | None) -> None:
    """Give a person what ``groups`` open, and take away what only earlier ones opened.

    Without ``groups``, which the provider left out, nothing changes.
    """
    if not provider.groups_claim:
        return
    _take_turn(identity)
    if groups is None:
        log.warning("the sign-in provider %s left out the groups of user %s", provider.name, identity.user_id)
        return
    rooms = [room for group, opened in provider.rooms if group in groups for room in opened]
    _bring_up_to_date(identity, rooms, is_admin=bool(groups & provider.admin_groups))
    identity.save(update_fields=["gave_admin", "given_rooms"])


@in_transaction
def take_back(identity: ExternalIdentity) -> None:
    """Take away all that groups gave, before the identity goes."""
    _take_turn(identity)
    _bring_up_to_date(identity, [], is_admin=False)


def _take_turn(identity: ExternalIdentity) -> None:
    """Let two sign-ins of a person, also by two providers, see what the other gave."""
    User.objects.select_for_update().only("pk").get(pk=identity.user_id)
    identity.refresh_from_db(fields=["gave_admin", "given_rooms"])


def _bring_up_to_date(identity: ExternalIdentity, rooms: list[int | str], *, is_admin: bool) -> None:
    reason = str(_("Groups at {provider}")).format(provider=identity.label)
    _give_administration(identity, reason, is_due=is_admin)
    identity.given_rooms = group_rooms.part.bring_up_to_date(
        identity.user, rooms, rooms_of(identity), others=_others_rooms(identity), reason=reason
    )


def rooms_of(identity: ExternalIdentity) -> list[GivenRoom]:
    """Return the rooms that groups gave."""
    return [GivenRoom(*room) for room in identity.given_rooms]


def _others_rooms(identity: ExternalIdentity) -> set[int]:
    """Return the ids of the rooms that the person's other providers give."""
    others = identity.user.identities.usable().exclude(pk=identity.pk)
    return {room.id for other in others for room in rooms_of(other)}


def _give_administration(identity: ExternalIdentity, reason: str, *, is_due: bool) -> None:
    """Make an administrator, or end it if no other provider gives it; the last administrator stays one."""
    user = identity.user
    others = user.identities.usable().exclude(pk=identity.pk).filter(gave_admin=True)
    if is_due and (not user.is_superuser or others.exists()):
        if not user.is_superuser:
            promote(user, by=SYSTEM, reason=reason)
        identity.gave_admin = True
    elif not is_due and identity.gave_admin:
        try:
            if user.is_superuser and not others.exists():
                demote(user, by=SYSTEM, reason=reason)
            identity.gave_admin = False
        except Conflict:
            log.warning("user %s stays an administrator without a group: there is no other", user.pk)
