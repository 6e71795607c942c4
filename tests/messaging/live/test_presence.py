"""Presence of several processes joined by a bus that can lose messages. No sockets, no loop."""

import pytest

from chatsite.contract.events import ServerEvent
from messaging.live.presence import DIGEST_EVERY_S, LEASE_S, SNAPSHOT_FROM, Presence
from messaging.live.roster import Roster

GRACE_S = 5.0


class Site:
    """Processes that receive each other's messages at once, and what each sent its own people."""

    def __init__(self, *names: str):
        self.now = 0.0
        self.is_up = True
        self.sent = {name: [] for name in names}
        self.processes: dict[str, Presence] = {}
        for name in names:
            self.start(name)

    def start(self, name: str) -> Presence:
        process = Presence(
            roster=Roster(GRACE_S, LEASE_S),
            publish=lambda _topic, message: self.carry(name, message),
            notify_everyone=lambda event, payload: self.sent[name].append((event, payload)),
            name=name,
        )
        self.processes[name] = process
        process.ask_everyone()
        return process

    def kill(self, name: str) -> None:
        del self.processes[name]

    def carry(self, sender: str, message: dict) -> None:
        if self.is_up:
            for name, process in list(self.processes.items()):
                if name != sender:
                    process.receive(message, self.now)

    def run(self, seconds: float) -> None:
        for _ in range(round(seconds * 5)):
            self.now += 0.2
            for process in list(self.processes.values()):
                process.tick(self.now)

    def events(self, name: str) -> list[str]:
        return [str(event) for event, _ in self.sent[name]]


def person(number: int, name: str = "") -> dict:
    return {"id": number, "name": name or f"Person {number}", "avatar_url": None}


@pytest.fixture
def site() -> Site:
    return Site("a", "b")


def test_everyone_everywhere_is_notified_of_an_arrival_within_a_second(site):
    site.processes["a"].connected(person(1))
    site.run(1)
    expected = [(ServerEvent.USER_ONLINE, {"user": person(1)})]
    assert site.sent == {"a": expected, "b": expected}


def test_a_departure_is_notified_after_the_grace_and_within_a_second_more(site):
    site.processes["a"].connected(person(1))
    site.run(1)
    site.processes["a"].disconnected(1, site.now)
    site.run(GRACE_S - 0.4)
    assert site.events("b") == ["user_online"]
    site.run(1.4)
    assert site.sent["b"][-1] == (ServerEvent.USER_OFFLINE, {"user_id": 1})


def test_moving_from_one_process_to_the_other_shows_nothing(site):
    site.processes["a"].connected(person(1))
    site.run(1)
    site.processes["b"].connected(person(1))
    site.processes["a"].disconnected(1, site.now)
    site.run(60)
    assert site.events("a") == site.events("b") == ["user_online"]


def test_people_of_a_killed_process_go_offline_within_35_seconds(site):
    site.processes["a"].connected(person(1))
    site.run(1)
    site.kill("a")
    site.run(10)
    assert site.events("b") == ["user_online"]
    site.run(25)
    assert site.events("b") == ["user_online", "user_offline"]


def test_a_late_process_learns_who_is_there(site):
    site.processes["a"].connected(person(1))
    site.sent["c"] = []
    site.start("c")
    site.run(1)
    assert site.sent["c"] == [(ServerEvent.USER_ONLINE, {"user": person(1)})]


def test_what_was_lost_while_the_layer_was_down_comes_back(site):
    site.is_up = False
    site.processes["a"].connected(person(1))
    site.run(5)
    assert site.events("b") == []
    site.is_up = True
    site.run(DIGEST_EVERY_S + 1)
    assert site.events("b") == ["user_online"]


def test_a_mass_reconnect_is_one_list(site):
    for number in range(SNAPSHOT_FROM):
        site.processes["a"].connected(person(number))
    site.run(1)
    assert site.events("b") == ["online_users"]
    assert len(site.sent["b"][0][1]["users"]) == SNAPSHOT_FROM


def test_a_new_name_reaches_the_lists_of_later_arrivals(site):
    site.processes["a"].connected(person(1))
    site.processes["a"].renamed(person(1, "Ada"))
    site.run(1)
    assert site.processes["b"].roster.shown() == [person(1, "Ada")]


def test_who_came_and_who_went_is_named_once_by_their_own_process(site):
    a, b = site.processes["a"], site.processes["b"]
    a.connected(person(1))
    a.connected(person(1))
    assert (a.take_seen(), a.take_seen(), b.take_seen()) == ({1}, set(), set())
    a.disconnected(1, site.now)
    a.disconnected(1, site.now)
    site.run(GRACE_S + 1)
    assert (a.take_seen(), b.take_seen()) == ({1}, set())
