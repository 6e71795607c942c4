"""What is stored of the mail that people were sent for what they missed."""

from collections.abc import Iterator

from accounts.models import User
from accounts.upkeep.personal_data import PersonalData, Record, register
from chatsite.text.times import timestamp
from messaging.notifications.mail.models import MailedRoom, MissedMail


def _mails(user: User) -> Iterator[Record]:
    for one in MissedMail.objects.filter(user=user):
        yield {
            "sent": one.number,
            "last_at": timestamp(one.mailed_at),
            "next_at": timestamp(one.due_at),
            "last_error": one.last_error,
        }
    for room in MailedRoom.objects.filter(user=user).order_by("room"):
        yield {"room_id": room.room_id, "mailed_upto": room.version}


def _erase(user: User, words: bool) -> Iterator[int]:  # noqa: FBT001 - as PersonalData.erase says
    yield MailedRoom.objects.filter(user=user).delete()[0]
    yield MissedMail.objects.filter(user=user).delete()[0]


register(PersonalData("missed_mail", _mails, _erase))
