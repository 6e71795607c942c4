"""Who may have a place: strangers hold few of them, and not for long."""

import json
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatsite.limits.subjects import subject
from chatsite.socketio import BadRequest, ConnectRefused, Namespace, Options, SocketIOServer
from chatsite.socketio.slots import PATIENCE_S, Slots
from tests.chatsite.socketio.asgi import WebSocket, request, until

LIMITS = {"max_connections": 60, "max_connections_per_address": 20}
MOST_WAITING, MOST_WAITING_OF_ONE = 6, 2


@dataclass(eq=False)
class Visitor:
    slots: Slots
    network: str
    here: dict = field(repr=False)

    def give_way(self):
        self.leave()

    def leave(self):
        if self.here.pop(self, None):
            self.slots.settle(self)
            self.slots.free(self.network)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["arrive", "arrive", "arrive", "connect", "drop", "leave"]),
        st.integers(0, 30),
        st.floats(0, 3, allow_subnormal=False),
    ),
    max_size=200,
)


@given(STEPS)
def test_the_limits_hold_and_the_connected_keep_their_slots(steps):
    slots, here, now, connected = Slots(Options(**LIMITS)), {}, 0.0, set()
    for what, number, after_s in steps:
        now += after_s
        before = slots.waiting
        chosen = list(here)[number % len(here)] if here else None
        if what == "arrive":
            arrive(slots, here, f"network {number % 9}", now)
        elif chosen and what == "connect":
            connected.add(chosen)
            slots.settle(chosen)
        elif chosen and what == "drop" and chosen in connected:
            connected.discard(chosen)
            slots.wait(chosen, now)
        elif chosen and what == "leave":
            connected.discard(chosen)
            chosen.leave()
        assert connected <= here.keys()
        assert slots.waiting == len(here) - len(connected)
        assert len(here) <= 60
        if what == "arrive":
            assert slots.waiting <= max(MOST_WAITING, before)
    for visitor in list(here):
        visitor.leave()
    assert (slots.total, slots.waiting) == (0, 0)


def arrive(slots, here, network, now):
    try:
        slots.take(network, now)
    except BadRequest:
        return None
    visitor = Visitor(slots, network, here)
    here[visitor] = True
    slots.wait(visitor, now)
    return visitor


@given(st.lists(st.floats(0, PATIENCE_S, exclude_max=True), min_size=1, max_size=50))
def test_a_network_has_a_small_share_of_waiting_places_and_the_patient_one_gives_way(moments):
    slots, here = Slots(Options(**LIMITS)), {}
    for moment in sorted(moments):
        arrive(slots, here, "flood", moment)
    assert len(here) == min(len(moments), MOST_WAITING_OF_ONE)
    first = next(iter(here))
    newcomer = arrive(slots, here, "flood", 2 * PATIENCE_S)
    assert newcomer in here
    assert (first in here) == (len(moments) < MOST_WAITING_OF_ONE)


@given(st.integers(1, 500))
def test_strangers_of_however_many_networks_leave_the_rest_to_the_connected(networks):
    slots, here = Slots(Options(**LIMITS)), {}
    for number in range(networks):
        arrive(slots, here, f"network {number}", 0.0)
    assert len(here) == min(networks, MOST_WAITING)
    person = arrive(slots, here, "home", 0.0)
    slots.settle(person)
    for number in range(networks):
        arrive(slots, here, f"network {number}", 0.0)
    assert person in here


class Members(Namespace):
    async def on_connect(self, socket, auth):
        if not auth:
            raise ConnectRefused("Sign in first")


def make_server(**options):
    return SocketIOServer([Members()], options=Options(**options), subject=subject)


async def connect(server, address, auth='{"token":"1"}'):
    client = WebSocket(server, client=(address, 1))
    client.send(f"40{auth}")
    await until(lambda: client.frames.qsize() == 2 or client.task.done())
    return client


async def test_strangers_of_one_64_do_not_keep_a_person_out():
    server = make_server(max_connections=40, max_connections_per_address=40)
    strangers = [WebSocket(server, client=(f"2001:db8::{number:x}", 1)) for number in range(60)]
    await until(lambda: all(stranger.is_accepted or stranger.status for stranger in strangers))
    assert [stranger.status for stranger in strangers].count(429) == 56
    person = await connect(server, "2001:db8:1::1")
    assert (person.frames.get_nowait()[:1], person.frames.get_nowait()[:4]) == ("0", '40{"')
    for client in [*strangers, person]:
        client.leave()
        await client.closed()
    assert len(server) == 0


async def test_strangers_of_many_networks_do_not_keep_a_person_out():
    server = make_server(max_connections=40)
    strangers = [WebSocket(server, client=(f"192.0.2.{number}", 1)) for number in range(60)]
    await until(lambda: all(stranger.frames.qsize() for stranger in strangers))
    assert len(server) == 4
    person = await connect(server, "203.0.113.1")
    assert person.frames.qsize() == 2
    for client in [*strangers, person]:
        client.leave()
        await client.closed()


async def test_long_polling_takes_the_same_slots():
    server = make_server(max_connections_per_address=20)
    statuses = [(await request(server, client=(f"2001:db8::{number:x}", 1)))[0] for number in range(5)]
    assert statuses == [200, 200, 429, 429, 429]


@pytest.mark.parametrize("auth", ["", "/unknown,"])
async def test_being_refused_again_and_again_gains_no_time(auth):
    server = make_server(connect_timeout_s=0.2)
    client = WebSocket(server)
    await client.recv()
    while not client.task.done():
        client.send(f"40{auth}")
        await until(lambda: client.frames.qsize() or client.task.done())
        if client.frames.qsize():
            assert (await client.recv()).startswith("44")
    assert client.close_code == 1000


async def test_leaving_the_last_namespace_makes_a_connection_wait_again():
    server = make_server(connect_timeout_s=0.05)
    client = await connect(server, "192.0.2.1")
    assert server.slots.waiting == 0
    client.send("41")
    await until(lambda: server.slots.waiting == 1)
    await client.closed()
    assert (server.slots.waiting, server.slots.total) == (0, 0)


async def test_a_session_of_long_polling_that_gives_way_is_unknown_afterwards():
    server = make_server(max_connections=10)
    sid = json.loads((await request(server))[2][1:])["sid"]
    await request(server, client=("192.0.2.2", 1))
    query = f"EIO=4&transport=polling&sid={sid}".encode()
    assert (await request(server, "POST", query, body=b"40"))[0] == 400
