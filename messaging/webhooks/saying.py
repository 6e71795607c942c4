"""Posting from the command line, as a bot: long texts are split, and all that they take is posted or nothing."""

import re
from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.actors import SYSTEM
from accounts.bots.services import create_bot
from accounts.models import User
from chatsite.contract.errors import InvalidInput
from chatsite.db.transactions import in_transaction
from chatsite.models import Site
from chatsite.site.identity import identity
from chatsite.text.numbers import parse_number
from chatsite.text.visibility import has_visible
from messaging.forms import CleanContent, clean_content
from messaging.markup.blocks import LANGUAGES
from messaging.models import MAX_CONTENT_CHARS
from messaging.services import Draft, Refused, post_messages
from rooms.memberships import admit

MAX_MESSAGES = 10
MAX_TEXT_CHARS = MAX_MESSAGES * MAX_CONTENT_CHARS
_BACKTICKS = re.compile("`{3,}")


@in_transaction
def say(*, room_id: int, bot: User, contents: Sequence[CleanContent]) -> None:
    """Post messages as a bot, which becomes a member of the room if it is none. The operator's word needs no right.

    Raises:
        NotFound: there is no such room.
        RoomClosed: it is read-only.
        NotAllowed: the bot is muted, or banned from the room.
    """
    admit(room_id, bot)
    for result in post_messages([Draft(bot.pk, room_id, content, exempt=True) for content in contents]):
        if isinstance(result, Refused):
            raise result.error


def messages_of(text: str, code: str | None = None) -> list[CleanContent]:
    """Return the messages that ``text`` takes, as blocks of code if ``code`` is given, which may name its language.

    Raises:
        InvalidInput: it is too long or shows nothing, or ``code`` is not a language.
    """
    if len(text) > MAX_TEXT_CHARS:
        sentence = _("The text is too long. At most {count} characters can be posted at once.")
        raise InvalidInput(sentence.format(count=MAX_TEXT_CHARS))
    around = ("", "") if code is None else _fences(text, code)
    room = MAX_CONTENT_CHARS - sum(map(len, around))
    if room < 1:
        raise InvalidInput(_("The text has too many backticks in a row to be shown as code."))
    shown = [piece for piece in pieces(text.strip("\n"), room) if has_visible(piece)] or [""]
    return [clean_content(f"{around[0]}{piece}{around[1]}") for piece in shown]


def _fences(text: str, language: str) -> tuple[str, str]:
    """Return what makes ``text`` a block of code: more backticks than it has in a row."""
    if language and language.lower() not in LANGUAGES:
        raise InvalidInput(_("{language} is not a language that is shown in color.").format(language=language))
    fence = "`" * max([3, *(len(run) + 1 for run in _BACKTICKS.findall(text))])
    return f"{fence}{language}\n", f"\n{fence}"


def pieces(text: str, most: int) -> Iterator[str]:
    """Yield ``text`` in pieces of at most ``most`` characters, split between lines where there are some."""
    while len(text) > most:
        end = text.rfind("\n", 1, most + 1)
        end = end if end > 0 else most
        yield text[:end]
        text = text[end:].removeprefix("\n")
    yield text


def bot_called(words: str) -> User | None:
    """Return the bot of that name, the oldest if there are several, or of that number."""
    number = parse_number(words)
    return _bots().filter(name=words).first() or _bots().filter(pk=-1 if number is None else number).first()


def site_bot() -> User:
    """Return the bot that goes by the site's name; it is made when it is first needed."""
    name = identity().name
    return _bots().filter(name=name).first() or _made(name)


@in_transaction
def _made(name: str) -> User:
    Site.locked()  # of two at once, one makes it
    return _bots().filter(name=name).first() or create_bot(name=name, by=SYSTEM)


def _bots() -> QuerySet[User]:
    return User.objects.filter(bot_kind=User.BotKind.BOT, is_active=True).order_by("pk")
