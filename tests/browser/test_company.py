"""A desktop, a phone, a Python program and a Node program in one room: the same for all of them, live."""

import itertools
import json
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import socketio
from playwright.sync_api import expect

from tests.browser.person import Person
from tests.browser.test_rooms import together
from tests.support.callers import Caller

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.service_worker]
NODE_CLIENT = Path(__file__).parent.parent / "support" / "node_client.mjs"
ROUNDS = 3


class Program:
    """A program in the room, and what it received, in order."""

    say: Callable[[str], object]
    type: Callable[[], object]

    def __init__(self, caller: Caller):
        self.caller = caller
        self.received: list[tuple[str, Any]] = []
        self._news = threading.Condition()

    def receive(self, event: str, payload: Any = None) -> None:
        """Take an event, from another thread."""
        with self._news:
            self.received.append((event, payload))
            self._news.notify_all()

    def receives(self, event: str, where: Callable[[Any], object] = lambda _payload: True) -> None:
        """Wait for an event."""
        with self._news:
            found = self._news.wait_for(lambda: any(n == event and where(p) for n, p in self.received), timeout=20)
        assert found, (event, self.received)

    @property
    def texts(self) -> list[str]:
        return [payload["message"]["content"] for event, payload in self.received if event == "new_message"]


@contextmanager
def python_program(caller: Caller, room: int) -> Iterator[Program]:
    """Run a stock ``python-socketio`` client, with long-polling and the upgrade."""
    client, program = socketio.Client(), Program(caller)
    client.on("*", program.receive)
    client.connect(str(caller.base_url), headers={"Cookie": caller.cookie_header()})
    assert client.call("join_room", {"room_id": room})["ok"]
    program.say = lambda text: client.emit("send_message", {"room_id": room, "content": text})
    program.type = lambda: client.emit("typing", {"room_id": room})
    try:
        yield program
    finally:
        client.disconnect()
        client.shutdown()


@contextmanager
def node_program(caller: Caller, room: int) -> Iterator[Program]:
    """Run a stock ``socket.io-client`` under Node."""
    command = ["node", str(NODE_CLIENT), str(caller.base_url), caller.cookie_header(), str(room)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        program = Program(caller)
        reader = threading.Thread(target=lambda: [program.receive(*json.loads(line)) for line in process.stdout])
        reader.start()
        program.say = lambda text: print(text, file=process.stdin, flush=True)
        program.receives("joined", lambda answer: answer["ok"])
        try:
            yield program
        finally:
            process.stdin.close()
            reader.join(20)


def row(watcher: Person, program: Program) -> Any:
    return watcher.page.locator(f".member[data-user='{program.caller.user['id']}']")


def all_talk(people: list[Person], programs: list[Program]) -> None:
    """Let everyone speak in turn, without waiting; all of them then have the same conversation."""
    for number in range(ROUNDS):
        for speaker in (*people, *programs):
            speaker.say(f"{speaker.caller.user['name']} {number}")
    count = ROUNDS * (len(people) + len(programs))
    for person in people:
        expect(person.messages).to_have_count(count)
    for program in programs:
        program.receives("new_message", lambda _, program=program: len(program.texts) == count)
    conversation = people[0].texts
    assert len(set(conversation)) == count
    assert all(one.texts == conversation for one in (*people, *programs))


def all_type(alice: Person, bob: Person, pia: Program, nils: Program) -> None:
    """Let a browser and a program type; the others see it."""
    bob.composer.press_sequentially("Let me th")
    expect(alice.page.locator(".typing-line")).to_have_text("Bob is typing…")
    for program in (pia, nils):
        program.receives("typing", lambda event: event["user"]["id"] == bob.caller.user["id"])
    bob.type("")
    pia.type()
    expect(alice.page.locator(".typing-line")).to_contain_text("Pia")


@pytest.mark.both_lanes
def test_two_browsers_a_python_and_a_node_program_share_a_room(server, alice: Person, bob: Person) -> None:
    room = together(alice, bob, "Company")
    callers = [server.register(name) for name in ("Pia", "Nils")]
    for caller in callers:
        caller.post(f"/rooms/{room}/join").raise_for_status()
    with node_program(callers[1], room) as nils:
        with python_program(callers[0], room) as pia:
            for watcher, program in itertools.product((alice, bob), (pia, nils)):
                expect(row(watcher, program)).to_have_attribute("data-online", "true")
            nils.receives("user_online", lambda event: event["user"]["id"] == pia.caller.user["id"])
            all_type(alice, bob, pia, nils)
            all_talk([alice, bob], [pia, nils])
        expect(row(alice, pia)).to_have_attribute("data-online", "false")
        nils.receives("user_offline", lambda event: event["user_id"] == pia.caller.user["id"])

        alice.choose("Close room")
        alice.confirm("Close room")
        expect(bob.page.get_by_text("This room is closed.")).to_be_visible()
        nils.receives("room_closed", lambda event: event["room_id"] == room)
        alice.caller.delete(f"/rooms/{room}").raise_for_status()
        expect(bob.dialog).to_contain_text("Company was deleted")
        nils.receives("room_deleted", lambda event: event["room_id"] == room)
