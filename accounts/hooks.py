"""What other apps know or are notified of about people, without this app knowing them."""

import re
from collections.abc import Callable, Collection
from typing import NamedTuple, Protocol

from django.conf import settings

from accounts.models import User
from accounts.security.links import INVITATION_PAGE, LinkGone
from chatsite.registry import Provided, Registry

# Called with a new person inside the transaction that registers them.
joined: Registry[Callable[[User], None]] = Registry()
# Called with a person who signs out everywhere, or is signed out, inside the transaction that ends their sessions.
signed_out: Registry[Callable[[User], None]] = Registry()
# Called inside the transaction with a person who took their account over by mail: someone else may have registered it.
taken_over: Registry[Callable[[User], None]] = Registry()
# Called with a bot inside the transaction that deletes it.
bot_deleted: Registry[Callable[[User], None]] = Registry()
# Called inside the transaction with a person who has just blocked or unblocked another, and with the other's id.
blocks_changed: Registry[Callable[[User, int], None]] = Registry()

_PAGE = re.compile(rf"{INVITATION_PAGE}([\w-]{{1,128}})/?")


class Preview(NamedTuple):
    """What an invitation tells: the name of who invites, and of the room, if it is to one."""

    inviter: str
    room: str


class Invitations(Protocol):
    """What registration wants to know of invitations."""

    def check(self, token: str) -> None:
        """Go on only if ``token`` opens an invitation that works.

        Raises:
            NotFound: it does not.
        """

    def use(self, token: str, user: User) -> None:
        """Take a use of the invitation for a new account, in its transaction.

        Raises:
            NotFound: it does not work any more.
        """

    def preview(self, token: str) -> Preview | None:
        """Return what an invitation tells; nothing if it does not work."""

    def first_page(self, user: User) -> str:
        """Return the path where a new person begins."""

    def were_made(self) -> bool:
        """Tell whether someone was invited ever."""


class _None:
    """A site without invitations."""

    def check(self, token: str) -> None:
        raise LinkGone

    def use(self, token: str, user: User) -> None:
        raise LinkGone

    def preview(self, token: str) -> Preview | None:
        return None

    def first_page(self, user: User) -> str:
        return settings.LOGIN_REDIRECT_URL

    def were_made(self) -> bool:
        return False


invitations: Provided[Invitations] = Provided(_None())


class GivenRoom(NamedTuple):
    """A room that a group opened, and the name by which it did; none if by the room's id."""

    id: int
    name: str


class GroupRooms(Protocol):
    """What single sign-on wants of rooms."""

    def bring_up_to_date(
        self,
        user: User,
        wanted: Collection[int | str],
        given: Collection[GivenRoom],
        *,
        others: Collection[int],
        reason: str,
    ) -> list[GivenRoom]:
        """Seat ``user`` in the ``wanted`` rooms, by ids and names, and end what was only ``given``; return what is now.

        A membership that ``user`` has otherwise is left alone, and so is one of the ``others``, the rooms that other
        providers gave.
        """


class _NoRooms:
    """A site without rooms."""

    def bring_up_to_date(
        self,
        user: User,
        wanted: Collection[int | str],
        given: Collection[GivenRoom],
        *,
        others: Collection[int],
        reason: str,
    ) -> list[GivenRoom]:
        return []


group_rooms: Provided[GroupRooms] = Provided(_NoRooms())


def token_in(page: str) -> str:
    """Return the token if ``page`` is the path of an invitation, else an empty string."""
    found = _PAGE.fullmatch(page)
    return found[1] if found else ""
