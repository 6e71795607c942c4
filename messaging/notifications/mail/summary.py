"""What a mail says: the newest few messages of each room, and how many more there are."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext, ngettext

from accounts.models import User
from chatsite.text.graphemes import shortened
from messaging.markup.plain import plain_text
from messaging.models import FILE_MARK, Message
from messaging.notifications.mail.finding import MOST_IN_ROOM, Found
from rooms.models import Membership, Room

ROOMS_SHOWN: Final = 10
MESSAGES_SHOWN: Final = 3
NAMES_SHOWN: Final = 3
TEXT_CHARS: Final = 280
# Hours that are written otherwise than a person chose, in a format of their language, and how to write them instead.
_OTHER_HOURS: Final[Mapping[str, tuple[re.Pattern[str], str]]] = {
    User.Clock.TWELVE: (re.compile(r"(?<!\\)[GH][:.]i"), "g:i A"),
    User.Clock.TWENTY_FOUR: (re.compile(r"(?<!\\)(P|[gh][:.]i([ .]?[aA])?)"), "H:i"),
}
# The beginning of a message's HTML that is sure to hold as much text, but for one of hardly anything else than markup.
_HTML_CHARS: Final = 4_000


@dataclass(frozen=True, slots=True)
class Line:
    """A message: who wrote what, when, and its address."""

    author: str
    at: str
    text: str
    link: str


@dataclass(frozen=True, slots=True)
class RoomSummary:
    """A room: its newest messages, oldest first, and a sentence about those that are not shown."""

    title: str
    link: str
    lines: Sequence[Line]
    more: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What a person missed, by room, those with the newest first."""

    subject: str
    rooms: Sequence[RoomSummary]
    more: str


def summarise(user: User, found: Sequence[Found]) -> Summary:
    """Return what a mail to ``user`` says of what was found, in the language and the time zone that are active."""
    by_room: defaultdict[int, list[Found]] = defaultdict(list)
    for one in found:
        by_room[one.room_id].append(one)
    newest_first = sorted(by_room, key=lambda room_id: by_room[room_id][-1].message_id, reverse=True)
    shown = {room_id: by_room[room_id] for room_id in newest_first[:ROOMS_SHOWN]}
    is_all = max(map(len, by_room.values())) < MOST_IN_ROOM
    return Summary(_subject(len(found), is_all), _rooms(user, shown), _more_rooms(len(by_room) - len(shown)))


def _subject(count: int, is_all: bool) -> str:  # noqa: FBT001 - says whether the number is exact
    if not is_all:
        return gettext("You have many unread messages")
    return ngettext("You have {count} unread message", "You have {count} unread messages", count).format(count=count)


def _more_rooms(count: int) -> str:
    if not count:
        return ""
    return ngettext("… and {count} more room", "… and {count} more rooms", count).format(count=count)


def _rooms(user: User, shown: Mapping[int, Sequence[Found]]) -> list[RoomSummary]:
    rooms = Room.objects.in_bulk(shown)
    titles = _titles(user, rooms.values())
    ids = [one.message_id for found in shown.values() for one in found[-MESSAGES_SHOWN:]]
    messages = Message.objects.filter(pk__in=ids).select_related("author").in_bulk()
    summaries = []
    for room_id, found in shown.items():
        newest = [messages[one.message_id] for one in found[-MESSAGES_SHOWN:] if one.message_id in messages]
        link = _link(room_id, found[-MESSAGES_SHOWN:][0].seq)
        lines = [_line(one, user.clock) for one in newest]
        summaries.append(RoomSummary(titles[room_id], link, lines, _more(found)))
    return summaries


def _more(found: Sequence[Found]) -> str:
    count = len(found) - MESSAGES_SHOWN
    if count <= 0:
        return ""
    if len(found) >= MOST_IN_ROOM:
        return gettext("… and more than {count} earlier messages").format(count=count - 1)
    return ngettext("… and {count} earlier message", "… and {count} earlier messages", count).format(count=count)


def _line(message: Message, clock: str) -> Line:
    author = message.author.name if message.author else ""
    return Line(author, in_words(message.created_at, clock), _text(message), _link(message.room_id, message.seq))


def in_words(at: datetime, clock: str = User.Clock.AUTO) -> str:
    """Return a time in the zone and the language that are active, its hours as ``clock`` says.

    The zone is named if it is UTC: people's own need no name.
    """
    layout = get_format("DATETIME_FORMAT")
    if clock in _OTHER_HOURS:
        hours, instead = _OTHER_HOURS[clock]
        layout = hours.sub(instead, layout)
    text = date_format(timezone.localtime(at), layout)
    return f"{text} UTC" if timezone.get_current_timezone_name() == "UTC" else text


def _text(message: Message) -> str:
    """Return the beginning of what a message says, on one line; of files alone, that they are files."""
    text = " ".join((plain_text(message.html[:_HTML_CHARS]) or message.content).split())
    shown = shortened(text, TEXT_CHARS) or gettext("File")
    return f"{FILE_MARK} {shown}" if message.has_attachments else shown


def _link(room_id: int, seq: int) -> str:
    return f"{settings.SITE_URL}/rooms/{room_id}/{seq}"


def _titles(user: User, rooms: Iterable[Room]) -> dict[int, str]:
    """Return what rooms are called: direct ones after the others in them."""
    titles = {room.pk: room.name for room in rooms}
    direct = [room.pk for room in rooms if room.is_direct]
    others = Membership.objects.current().filter(room__in=direct).exclude(user=user).order_by("user")
    names: defaultdict[int, list[str]] = defaultdict(list)
    for room_id, name in others.values_list("room", "user__name"):
        names[room_id].append(name)
    return titles | {room_id: _names(names[room_id]) for room_id in direct}


def _names(names: Sequence[str]) -> str:
    """Return the names of the people of a direct room on one line."""
    shown = ", ".join(names[:NAMES_SHOWN])
    left = len(names) - NAMES_SHOWN
    if left <= 0:
        return shown or gettext("Direct messages")
    return ngettext("{names} and {count} other", "{names} and {count} others", left).format(names=shown, count=left)
