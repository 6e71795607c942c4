"""Who may write to whom directly.

Someone who is blocked gets the same refusal as someone who writes to a person who takes no direct messages, or whose
account is closed, so that it tells no one of a block.
"""

from collections.abc import Collection, Sequence

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.blocking.queries import Blocking, blockings_among
from accounts.models import User, confirms_email
from chatsite.contract.errors import NotAllowed
from chatsite.contract.sentences import Sentence
from rooms.direct.queries import find_direct, share_room
from rooms.models import Membership, Room

EVERYONE, SHARED_ROOMS, OFF = "everyone", "shared_rooms", "off"
SWITCHED_OFF = _("Direct messages are turned off here.")


def takes_part(user: User) -> bool:
    """Tell whether a person can sign in now."""
    return user.is_active and not user.is_banned and not (user.email_unconfirmed and confirms_email())


def require_may_begin(by: User, others: Sequence[User]) -> None:
    """Go on only if ``by`` may begin a direct conversation with ``others``.

    Raises:
        NotAllowed: direct messages are off (``DIRECT_MESSAGES``), or they share no room with one of the others; they
            have blocked one, or one cannot be messaged by them.
    """
    if not others:
        return
    require_switched_on()
    if settings.DIRECT_MESSAGES == SHARED_ROOMS:
        shared = share_room(by, [one.pk for one in others])
        if any(one.pk not in shared for one in others):
            raise NotAllowed(_("You can only message people you share a room with."))
    blocked = blockings_among([by.pk, *(one.pk for one in others)])
    for one in others:
        require_reachable(by, one, blocked)


def may_message(by: User, other: User) -> bool:
    """Tell whether ``by`` may write to another person directly: begin a conversation, or go on with theirs."""
    if by.pk == other.pk:
        return True
    try:
        if settings.DIRECT_MESSAGES == SHARED_ROOMS and find_direct(by, {by.pk, other.pk}):
            require_may_write(by, [other], blockings_among([by.pk, other.pk]))
        else:
            require_may_begin(by, [other])
    except NotAllowed:
        return False
    return True


def require_switched_on() -> None:
    """Go on only if the operator lets people write to each other directly.

    Raises:
        NotAllowed: not so.
    """
    if settings.DIRECT_MESSAGES == OFF:
        raise NotAllowed(SWITCHED_OFF)


def require_reachable(by: User, other: User, blocked: Collection[Blocking]) -> None:
    """Go on only if neither of two people has blocked the other, both take direct messages, and the other takes part.

    Raises:
        NotAllowed: not so; the one who was blocked does not learn of it.
    """
    if Blocking(by.pk, other.pk) in blocked:
        raise NotAllowed(_named(_("You blocked {name}. Unblock them to write to them."), other))
    if not by.takes_direct_messages:
        raise NotAllowed(_("You turned direct messages off in your profile. Turn them on to write."))
    if Blocking(other.pk, by.pk) in blocked or not (other.takes_direct_messages and takes_part(other)):
        raise NotAllowed(_named(_("{name} can't be messaged."), other))


def _named(sentence: Sentence, user: User) -> Sentence:
    return format_lazy(sentence, name=user.name)


def require_may_write(by: User, people: Collection[User], blocked: Collection[Blocking]) -> None:
    """Go on only if ``by`` may write in a direct room of ``people``: to one other person, or in a group.

    In a group everyone may write, as in any room: who has blocked someone there sees their messages folded.

    Raises:
        NotAllowed: direct messages are off, or the only other person cannot be messaged.
    """
    others = [one for one in people if one.pk != by.pk]
    if others:
        require_switched_on()
    if len(others) == 1:
        require_reachable(by, others[0], blocked)


def require_direct_voice(room: Room, by: User) -> None:
    """Go on only if ``by``, a member, may write in ``room``, as far as direct rooms go.

    Raises:
        NotAllowed: as for :func:`require_may_write`.
    """
    if room.is_direct:
        members = Membership.objects.current().filter(room=room).select_related("user")
        people = [member.user for member in members]
        require_may_write(by, people, blockings_among([one.pk for one in people]))
