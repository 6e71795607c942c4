"""The feedback that people sent."""

from collections.abc import Iterator

from accounts.models import User
from accounts.upkeep.personal_data import PersonalData, Record, register
from chatsite.db.transactions import in_transaction
from chatsite.text.times import timestamp
from feedback.models import Feedback


def _feedback(user: User) -> Iterator[Record]:
    for feedback in Feedback.objects.filter(user=user).order_by("pk").prefetch_related("answers"):
        yield {
            "id": feedback.pk,
            "category": feedback.category,
            "content": feedback.content,
            "email": feedback.email,
            "status": feedback.status,
            "answers": [answer.content for answer in feedback.answers.order_by("pk")],
            "created_at": timestamp(feedback.created_at),
        }


def _erase(user: User, words: bool) -> Iterator[int]:  # noqa: FBT001 - as PersonalData.erase says
    yield _erase_all(user, words=words)


@in_transaction
def _erase_all(user: User, *, words: bool) -> int:
    mine = Feedback.objects.filter(user=user)
    return mine.delete()[0] if words else mine.update(user=None, email="")


register(PersonalData("feedback", _feedback, _erase))
