"""What people are at providers of single sign-on."""

from collections.abc import Iterator

from accounts.models import User
from accounts.single_sign_on.payloads import identities_of
from accounts.upkeep.personal_data import PersonalData, Record, register


def _identities(user: User) -> Iterator[Record]:
    subjects = dict(user.identities.values_list("pk", "subject"))
    for payload in identities_of(user):
        yield {**payload, "subject": subjects[payload["id"]]}


def _erase(user: User, words: bool) -> Iterator[int]:  # noqa: FBT001 - as PersonalData.erase says
    yield user.identities.all().delete()[0]


register(PersonalData("sign_ins", _identities, _erase))
