"""Pushes are a channel too: nothing marked reaches the devices of an outsider."""

import json
from collections import defaultdict
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from accounts.models import User
from messaging.notifications.deciding import Wanted
from messaging.notifications.models import NotificationSettings
from tests.leaks.world import DIRECT, GROUP, NAME, World, marks_in
from tests.messaging.notifications.conftest import Pushing, push_service, pushing

__all__ = ["push_service", "pushing"]


@pytest.fixture
def pushes(pushing: Pushing, request: pytest.FixtureRequest) -> Callable[[], dict[int, str]]:
    """Return a function that pushes everything that is new to a device of each person: all of it, by person."""
    request.getfixturevalue("world")

    def sent() -> dict[int, str]:
        owners = {}
        for user in User.objects.all():
            NotificationSettings.objects.create(user=user, push_for=int(Wanted.EVERYTHING))
            owners[urlsplit(pushing.device(user, f"device-{user.pk}").endpoint).path] = user.pk
        found: defaultdict[int, list[str]] = defaultdict(list)
        for _ in range(6):
            for one in pushing.pass_time(after_s=20):
                found[owners[one.path]].append(json.dumps(one.data, ensure_ascii=False))
        return {user_id: "\n".join(said) for user_id, said in found.items()}

    return sent


def test_no_outsider_is_pushed_a_mark_and_members_are(pushes: Callable[[], dict[int, str]], world: World) -> None:
    by_person = pushes()
    for role, person in world.outsiders.items():
        assert marks_in(by_person.get(person.pk, "")) == [], role
        rooms = {json.loads(one)["room_id"] for one in by_person.get(person.pk, "").splitlines()}
        assert not rooms & {world.room.pk, world.direct_id, world.group_id}, role
    marks = marks_in("\n".join(by_person[one.pk] for one in (world.alice, world.bob)))
    assert {NAME, DIRECT, GROUP} <= set(marks)
