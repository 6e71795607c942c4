"""Two serving processes on one MariaDB and one Redis, and what happens when parts of that die: P1 to P5, P7."""

import asyncio
import re
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.messaging.live.conftest import new_room
from tests.messaging.live.crowd import NO_LIMITS, talking
from tests.support.callers import Caller
from tests.support.processes import wait_until
from tests.support.server import Server
from tests.support.services import MariaDB, Redis
from tests.support.sockets import listening

pytestmark = [pytest.mark.mariadb, pytest.mark.redis]


class Site:
    """Two processes of one installation."""

    def __init__(self, mariadb: MariaDB, redis: Redis):
        self.mariadb = mariadb
        self.redis = redis
        self.first = Server(database_url=mariadb.url("mysql"), redis_url=redis.url, env=NO_LIMITS)
        shared = {name: self.first.env[name] for name in ("DATABASE_URL", "REDIS_PREFIX", "SECRET_KEY", "MEDIA_ROOT")}
        self.second = Server(redis_url=redis.url, env=shared | NO_LIMITS)
        for server in (self.first, self.second):
            server.start()

    def person(self, name: str) -> tuple[Caller, Caller]:
        """Return a new person's clients of the first and of the second process."""
        caller = self.first.register(name)
        other = self.second.caller()
        other.cookies.update(caller.cookies)
        other.user = caller.user
        return caller, other

    def close(self) -> None:
        """Stop both."""
        for server in (self.first, self.second):
            server.stop()
            server.discard()


@pytest.fixture(scope="module")
def _module_site(_session_mariadb: MariaDB, _session_redis: Redis) -> Iterator[Site]:
    site = Site(_session_mariadb, _session_redis)
    yield site
    site.close()


@pytest.fixture
def site(_module_site: Site, mariadb_server: MariaDB, redis_server: Redis) -> Iterator[Site]:
    """Return the two processes, both running."""
    for server in (_module_site.first, _module_site.second):
        if server.process.poll() is not None:
            server.start()
    starts = [server.log_position() for server in (_module_site.first, _module_site.second)]
    yield _module_site
    for server, start in zip((_module_site.first, _module_site.second), starts, strict=True):
        server.close_callers()
        assert "Traceback" not in server.log_since(start), server.log_since(start)[-8000:]


async def test_what_happens_in_one_process_is_received_in_the_other(site):
    alice, bob = site.person("Alice")[0], site.person("Bob")[1]
    room_id = new_room(alice, f"Bridge {uuid.uuid4().hex[:6]}", bob)
    async with listening(alice, bob) as [here, there]:
        await here.receives("user_online", lambda event: event["user"]["id"] == bob.user["id"], within_s=1.5)
        for person in (here, there):
            await person.succeeds("join_room", room_id=room_id)
        message = await here.says(room_id, "across")
        event = await there.receives("new_message", within_s=1)
        assert (event["message"], event["prev_version"]) == (message, message["version"] - 1)
        await there.succeeds("typing", room_id=room_id)
        await here.receives("typing", within_s=1)
        await asyncio.to_thread(bob.put, "/auth/profile", json={"name": "Robert"})
        await here.receives("user_updated", lambda event: event["user"]["name"] == "Robert", within_s=1)
        await asyncio.to_thread(alice.post, f"/rooms/{room_id}/close")
        await there.receives("room_closed", within_s=1)
        await asyncio.to_thread(alice.delete, f"/rooms/{room_id}")
        await there.receives("room_deleted", within_s=1)


async def test_the_live_page_shows_both_processes_and_anyone_who_is_online_in_either(site):
    ada = await asyncio.to_thread(site.second.administrator)
    alice, bob = site.person("Alice")[0], site.person("Bob")[1]

    def shown() -> tuple[list[str], list[str]]:
        page = ada.get("/admin/status/").raise_for_status().text
        online = re.findall(r"<strong>(\d+)</strong> (?:person|people) online", page)
        return online, sorted(re.findall(r'data-statistic="connections">(\d+)</td>', page))

    async with listening(alice, bob):
        await asyncio.to_thread(
            wait_until, lambda: shown() == (["2"], ["1", "1"]), site.first.process, log=site.first.log
        )


async def test_signing_out_in_one_process_cuts_the_socket_in_the_other(site):
    here, there = site.person("Alice")
    async with listening(there) as [listener]:
        await asyncio.to_thread(here.post, "/auth/logout")
        await listener.receives("session_ended", within_s=1)
        await listener.receives("disconnect", within_s=1)


async def test_with_redis_down_the_sweep_of_the_other_process_cuts_within_six_seconds(site):
    here, there = site.person("Alice")
    async with listening(there) as [listener]:
        await asyncio.to_thread(site.redis.stop)
        await asyncio.to_thread(here.post, "/auth/logout")
        await listener.receives("session_ended", within_s=6)
        await listener.receives("disconnect", within_s=1)


async def test_typing_asks_no_database(site):
    alice, bob = site.person("Alice")[0], site.person("Bob")[1]
    room_id = new_room(alice, f"Typing {uuid.uuid4().hex[:6]}", bob)
    async with listening(alice, bob) as [here, there]:
        for person in (here, there):
            await person.succeeds("join_room", room_id=room_id)
        site.mariadb.pause()
        await here.succeeds("typing", room_id=room_id)
        await there.receives("typing")
        site.mariadb.resume()


async def test_people_of_a_killed_process_go_offline_within_35_seconds(site):
    alice, bob = site.person("Alice")[0], site.person("Bob")[1]
    async with listening(alice, bob) as [watcher, _ghost]:
        await watcher.receives("user_online", lambda event: event["user"]["id"] == bob.user["id"])
        await asyncio.to_thread(site.second.kill)
        await watcher.receives("user_offline", lambda event: event["user_id"] == bob.user["id"], within_s=35)


@pytest.fixture
def people(site: Site) -> list[Caller]:
    """Return eight people, every other one at the second process."""
    names = ["Ann", "Ben", "Cat", "Dan", "Eve", "Fay", "Gus", "Hal"]
    return [site.person(name)[number % 2] for number, name in enumerate(names)]


def room_of(people: list[Caller]) -> int:
    return new_room(people[0], f"Crowd {uuid.uuid4().hex[:6]}", *people[1:])


async def test_with_redis_stopped_in_the_middle_of_a_thousand_sends_none_fails_and_none_is_late(site, people):
    async with talking(people, room_of(people)) as crowd:
        talk = asyncio.create_task(crowd.talk(1_000, pause_s=0.05))
        await crowd.acknowledged(300)
        await asyncio.to_thread(site.redis.stop)
        await talk
        await crowd.everything_seen(1_000, within_s=5)
        await crowd.assert_promises(1_000)
        assert [talker.failures for talker in crowd.talkers] == [[]] * len(people)
        assert crowd.slowest_delivery_s() < 5

        await asyncio.to_thread(site.redis.start)
        await asyncio.sleep(3)
        for count in range(1_001, 1_006):
            await crowd.talkers[0].say("back")
            await crowd.everything_seen(count, within_s=0.5)


async def test_with_one_of_two_processes_killed_in_two_thousand_sends_the_promises_hold(site, people):
    async with talking(people, room_of(people)) as crowd:
        talk = asyncio.create_task(crowd.talk(2_000))
        await crowd.acknowledged(700)
        await asyncio.to_thread(site.second.kill)
        await asyncio.to_thread(site.second.start)
        await talk
        await crowd.everything_seen(2_000, within_s=5)
        await crowd.assert_promises(2_000)
        assert [talker.joins for talker in crowd.talkers] == [1, 2] * 4


async def test_with_the_database_killed_in_five_hundred_sends_the_promises_hold(site, people):
    async with talking(people, room_of(people)) as crowd:
        talk = asyncio.create_task(crowd.talk(504))
        await crowd.acknowledged(200)
        await asyncio.to_thread(site.mariadb.kill)
        await asyncio.to_thread(site.mariadb.start)
        await talk
        await crowd.everything_seen(504, within_s=5)
        await crowd.assert_promises(504)


async def test_a_set_of_people_has_one_direct_room_however_many_ask_at_once(site):
    alice, bob = site.person("Alice"), site.person("Bob")
    with ThreadPoolExecutor(64) as pool:
        asked = [
            pool.submit(mine[process].post, "/direct", json={"user_ids": [other[0].user["id"]]})
            for _ in range(16)
            for process in (0, 1)
            for mine, other in ((alice, bob), (bob, alice))
        ]
    answers = [answer.result() for answer in asked]
    assert Counter(answer.status_code for answer in answers) == {201: 1, 200: 63}
    assert len({answer.json()["room"]["id"] for answer in answers}) == 1
