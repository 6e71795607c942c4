"""Bringing many people up to date at once: after a restart everyone comes back, to the same rooms and versions."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chatsite.contract.errors import ChatError, NotAllowed, NotAuthenticated, NotFound
from messaging.queries import CatchUp, missed
from rooms.models import Membership, Room


@dataclass(frozen=True, slots=True)
class Absence:
    """What a person last knew of a room; nothing, without ``since``."""

    user_id: int
    room_id: int
    since: int | None


def read(absences: Sequence[Absence]) -> list[CatchUp | ChatError]:
    """Return what each person missed in a room that they are a member of, or why they may not know.

    Four queries, and one or two more for each different room and version. What two share is read, and encoded, once.
    Who left while that was read is refused: messages are read as they are, which may be newer than leaving.
    """
    reader = _Reader(absences)
    answers = [reader.answer(absence) for absence in absences]
    reader.read_members()
    return [
        answer if isinstance(answer, ChatError) else reader.refusal(absence) or answer
        for absence, answer in zip(absences, answers, strict=True)
    ]


class _Reader:
    def __init__(self, absences: Sequence[Absence]):
        self.user_ids, room_ids = {one.user_id for one in absences}, {one.room_id for one in absences}
        self.users = User.objects.filter(is_active=True).in_bulk(self.user_ids)
        self.rooms = Room.objects.standing().with_payload().in_bulk(room_ids)
        self.members: set[tuple[int, int]] = set()
        self.read_members()
        self.read: dict[tuple[int, int | None], CatchUp | ChatError] = {}

    def read_members(self) -> None:
        members = Membership.objects.current().filter(user__in=self.user_ids, room__in=self.rooms)
        self.members = set(members.values_list("user", "room"))

    def answer(self, absence: Absence) -> CatchUp | ChatError:
        refusal = self.refusal(absence)
        if refusal:
            return refusal
        key = (absence.room_id, absence.since)
        if key not in self.read:
            self.read[key] = self._missed(absence)
        return self.read[key]

    def refusal(self, absence: Absence) -> ChatError | None:
        user, room = self.users.get(absence.user_id), self.rooms.get(absence.room_id)
        if user is None:
            return NotAuthenticated()
        if room is None:
            return NotFound()
        if (absence.user_id, absence.room_id) in self.members:
            return None
        return NotAllowed(_("Join the room first.")) if room.is_public else NotFound()

    def _missed(self, absence: Absence) -> CatchUp | ChatError:
        try:
            return missed(self.rooms[absence.room_id], absence.since)
        except ChatError as error:
            return error
