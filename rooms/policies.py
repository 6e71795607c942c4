"""Who may do what in a room."""

from dataclasses import dataclass
from enum import IntEnum

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.moderation.models import Action
from accounts.restrictions import refusal, require_not_muted
from chatsite.contract.errors import NotAllowed, RateLimited
from chatsite.contract.sentences import Sentence
from rooms.models import Membership, Room


class Rank(IntEnum):
    """Who acts against whom in a room; stored in the moderation log."""

    MEMBER = 0  # and outsiders
    MODERATOR = 1
    OWNER = 2
    ADMINISTRATOR = 3


_RANKS = {
    Membership.Role.MEMBER: Rank.MEMBER,
    Membership.Role.MODERATOR: Rank.MODERATOR,
    Membership.Role.OWNER: Rank.OWNER,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What ``user`` is in a room: a member with a role, or an outsider."""

    user: User
    membership: Membership | None

    @property
    def is_member(self) -> bool:
        """May write here."""
        return self.membership is not None

    @property
    def is_direct(self) -> bool:
        """Is in a direct room, which has no owner, moderators or administrators: only its members see it."""
        return self.membership is not None and self.membership.room.is_direct

    @property
    def may_manage(self) -> bool:
        """May close, reopen and delete the room."""
        is_owner = self.membership is not None and self.membership.role == Membership.Role.OWNER
        return not self.is_direct and (self.user.is_admin or is_owner)

    @property
    def may_moderate(self) -> bool:
        """May rename the room, delete and restore what others wrote, and sanction whom they outrank."""
        moderates = self.membership is not None and self.membership.moderates
        return not self.is_direct and (self.user.is_admin or moderates)

    @property
    def may_pin(self) -> bool:
        """May pin messages for everyone in the room."""
        return self.is_direct or self.may_moderate

    @property
    def rank(self) -> Rank:
        """Return how high they stand here."""
        if self.user.is_admin:
            return Rank.ADMINISTRATOR
        return _RANKS[Membership.Role(self.membership.role)] if self.membership else Rank.MEMBER

    @property
    def protection(self) -> Rank:
        """Return the rank that another needs more than: an administrator's also while they owe the second factor."""
        return Rank.ADMINISTRATOR if self.user.is_administrator else self.rank

    def outranks(self, other: "Standing") -> bool:
        """May sanction ``other`` here."""
        return self.may_moderate and self.rank > other.protection


def may_invite(standing: Standing, room: Room) -> bool:
    """Tell whether a person may add others to a room or invite them: who moderates it, and members where it says so."""
    if room.visibility == Room.Visibility.DIRECT:
        return False
    return standing.may_moderate or (standing.is_member and room.members_may_invite)


def require(allowed: bool, message: Sentence = "") -> None:  # noqa: FBT001 - reads as a sentence: require(standing.may_manage)
    """Go on only if ``allowed``.

    Raises:
        NotAllowed: with ``message``.
    """
    if not allowed:
        raise NotAllowed(message)


def require_pen(membership: Membership, who_may_write: str) -> None:
    """Go on only if a room lets its member write: in one for announcements moderators do.

    Raises:
        NotAllowed: it does not.
    """
    may_write = who_may_write == Room.Writers.MEMBERS or membership.moderates or membership.user.is_admin
    require(may_write, _("Only moderators can write in this room. You can react to what they write."))


def require_voice(membership: Membership) -> None:
    """Go on only if a member may write in their room as far as sanctions go.

    Raises:
        NotAllowed: they are muted here or everywhere; says until when and why.
    """
    require_not_muted(membership.user)
    if membership.is_muted and membership.muted_until:
        until, user = membership.muted_until, membership.user
        raise refusal(_("You're muted in this room {until}."), until, Action.MUTED, user, membership.room_id)


def require_own_voice(standing: Standing) -> None:
    """Go on only if someone who may change a room, or act in it, is muted neither there nor everywhere.

    Names, descriptions and reasons reach other people as messages do.

    Raises:
        NotAllowed: they are muted; says until when and why.
    """
    require_not_muted(standing.user)
    if standing.membership:
        require_voice(standing.membership)


def require_patience(membership: Membership, slow_mode_s: int) -> None:
    """Go on only if slow mode lets a member write now.

    Raises:
        RateLimited: with ``retry_after_s``.
    """
    moment = membership.next_message_at(slow_mode_s)
    if moment:
        left = round(max(0.1, (moment - timezone.now()).total_seconds()), 1)
        raise RateLimited(_("Slow mode is on in this room."), retry_after_s=left)


def require_admittance(room_id: int, user: User) -> None:
    """Go on only if ``user`` is not banned from the room.

    Raises:
        NotAllowed: they are; says until when and why.
    """
    membership = Membership.objects.banned().filter(room=room_id, user=user).first()
    if membership and membership.banned_until:
        sentence = _("You're banned from this room {until}.")
        raise refusal(sentence, membership.banned_until, Action.BANNED, user, room_id)
