"""What administrators do with bots. ``by`` is the administrator; ``SYSTEM`` is a command, or an app's own bot."""

from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from accounts import hooks
from accounts.actors import System
from accounts.models import Action, User
from accounts.moderation.administration import require_admin
from accounts.moderation.log import record
from accounts.security.sessions import EndReason
from accounts.tokens.services import revoke_all
from chatsite.contract.errors import Conflict
from chatsite.db.transactions import in_transaction
from chatsite.models import Site
from chatsite.realtime import Revocation, announce
from chatsite.text.cleaning import normalize_name

DOMAIN = "bot.invalid"  # RFC 2606: never an address
MAX_BOTS = 200


@in_transaction
def create_bot(*, name: str, by: User | System, kind: User.BotKind = User.BotKind.BOT) -> User:
    """Create a bot, which is in no room yet. A webhook's is logged and bounded with its webhook.

    Raises:
        NotAllowed: ``by`` is not an administrator.
        Conflict: there are as many bots as there may be.
    """
    require_admin(by)
    is_own = kind == User.BotKind.BOT
    if is_own:
        _require_space()
    bot = User.objects.create(
        email=f"{uuid4().hex}@{DOMAIN}",
        name=normalize_name(name),
        password=make_password(None),
        bot_kind=kind,
        takes_direct_messages=is_own,
        shows_last_seen=False,
    )
    if is_own:
        record(Action.BOT_CREATED, by=by, whom=bot)
    return bot


def _require_space() -> None:
    Site.locked()  # two at once are counted one after the other
    if User.objects.filter(bot_kind=User.BotKind.BOT, is_active=True).count() >= MAX_BOTS:
        raise Conflict(_("There are {count} bots. Delete one first.").format(count=MAX_BOTS))


@in_transaction
def delete_bot(bot: User, *, by: User | System) -> None:
    """Delete a bot: its tokens are revoked at once, and its messages stay under its name.

    It leaves its rooms in the background, and those that it owned pass on.
    """
    require_admin(by)
    revoke_all(bot)
    User.objects.filter(pk=bot.pk).update(is_active=False)
    announce(Revocation(bot.pk, EndReason.DEACTIVATED))
    record(Action.BOT_DELETED, by=by, whom=bot, detail=bot.name)
    for part in hooks.bot_deleted:
        part(bot)
