"""What docs/programs.md prints works as printed, against a real server."""

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import socketio

from tests.messaging.live.conftest import Cast, new_room
from tests.support.server import Server
from tests.support.sockets import listening

ROOT = Path(__file__).parents[3]
OF_TOKENS, _, _OF_WEBHOOKS = (ROOT / "docs" / "programs.md").read_text().partition("## Incoming webhooks")
EXAMPLES = ROOT / "docs" / "examples"
BOTS = [[sys.executable, "bot.py"], ["node", "bot.mjs"]]
CURL = re.findall(r"```sh\n(curl .*?)```", OF_TOKENS, re.DOTALL)


@pytest.fixture
def program(server: Server, cast: Cast) -> dict[str, str]:
    """Return the environment of a program of a bot, which the command on the server made."""
    return _program(server, cast.room_id)


def _program(server: Server, room_id: int) -> dict[str, str]:
    secret = server.manage("bot", "create", "Deploy", "--token").strip().splitlines()[-1]
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"SITE": server.url, "TOKEN": secret, "ROOM": str(room_id)}


def test_the_curl_examples_work_as_printed(program: dict[str, str], cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text("all green")
    answers = [_run(command, program, tmp_path) for command in CURL]
    assert len(answers) == 6
    assert answers[0]["user"]["name"] == "Deploy"
    assert answers[0]["user"]["is_bot"] is True
    said = [one["content"] for one in answers[4]["messages"]]
    assert said[-2:] == ["Build **42** is out.", "Build 43 is out."]
    assert answers[5]["attachment"]["name"] == "report.txt"
    assert _run(CURL[3], program, tmp_path)["message"]["id"] == answers[3]["message"]["id"]


def _run(command: str, env: dict[str, str], folder: Path) -> Any:
    done = subprocess.run(
        ["bash", "-ec", command], capture_output=True, text=True, timeout=60, env=env, cwd=folder, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.node
@pytest.mark.parametrize("command", BOTS, ids=["python", "javascript"])
async def test_the_bots_answer(program: dict[str, str], cast: Cast, command: list[str]) -> None:
    await asyncio.to_thread(_run, CURL[1], program, EXAMPLES)  # the bot joins the room
    process = await asyncio.create_subprocess_exec(*command, env=program, cwd=EXAMPLES)
    try:
        async with listening(cast.bob) as [bob]:
            await bob.succeeds("join_room", room_id=cast.room_id)
            async with asyncio.timeout(30):
                while not bob.all_of("new_message") or bob.all_of("new_message")[-1]["message"]["content"] != "pong":
                    await bob.says(cast.room_id, "!ping")  # it takes a while to be there
                    await bob.is_quiet("new_message", 0.5, lambda event: event["message"]["content"] == "pong")
            author = bob.all_of("new_message")[-1]["message"]["author"]
            assert author["is_bot"] is True
    finally:
        process.terminate()
        await process.wait()


@pytest.mark.node
@pytest.mark.parametrize("command", BOTS, ids=["python", "javascript"])
def test_a_bot_that_is_refused_says_why_and_fails(program: dict[str, str], command: list[str]) -> None:
    assert "This access token is wrong" in _failure(command, program | {"TOKEN": "chatsite_wrong"})
    assert "Join the room first" in _failure(command, program)  # it isn't in the room


@pytest.mark.node
@pytest.mark.parametrize("command", BOTS, ids=["python", "javascript"])
async def test_a_bot_says_why_its_message_is_refused(program: dict[str, str], cast: Cast, command: list[str]) -> None:
    room = await asyncio.to_thread(_run, CURL[1], program, EXAMPLES)
    cast.alice.patch(f"/rooms/{room['room']['id']}", json={"who_may_write": "moderators"}).raise_for_status()
    process = await asyncio.create_subprocess_exec(*command, env=program, cwd=EXAMPLES, stderr=subprocess.PIPE)
    try:
        async with asyncio.timeout(30):
            said = asyncio.ensure_future(process.stderr.readline())
            while not said.done():
                cast.alice.post(f"/rooms/{cast.room_id}/messages", json={"content": "!ping"}).raise_for_status()
                await asyncio.wait([said], timeout=0.5)
        assert b"Only moderators" in await said
    finally:
        process.terminate()
        await process.wait()


@pytest.fixture(scope="module")
def slow_server(make_server: Callable[..., Server]) -> Server:
    """Return a server that takes two events of a bot at once, and then one in five seconds."""
    return make_server(env={"RATE_BOT": "0.2/2"})


@pytest.mark.node
@pytest.mark.parametrize("command", BOTS, ids=["python", "javascript"])
async def test_a_bot_that_is_refused_for_now_joins_later(slow_server: Server, command: list[str]) -> None:
    alice = slow_server.register("Alice")
    room_id = new_room(alice, f"Builds of {alice.user['id']}")
    env = _program(slow_server, room_id)
    await asyncio.to_thread(_run, CURL[1], env, EXAMPLES)
    await _use_up_the_rate(env)
    process = await asyncio.create_subprocess_exec(*command, env=env, cwd=EXAMPLES, stderr=subprocess.PIPE)
    try:
        async with listening(alice) as [watcher], asyncio.timeout(60):
            await watcher.succeeds("join_room", room_id=room_id)
            assert b"rate_limited" in await process.stderr.readline()
            while "pong" not in [event["message"]["content"] for event in watcher.all_of("new_message")]:
                await watcher.says(room_id, "!ping")
                await watcher.is_quiet("new_message", 1)
    finally:
        process.terminate()
        await process.wait()


async def _use_up_the_rate(env: dict[str, str]) -> None:
    async with socketio.AsyncSimpleClient() as bot:
        await bot.connect(env["SITE"], auth={"token": env["TOKEN"]})
        for _ in range(2):
            await bot.call("sync", {})


def _failure(command: list[str], env: dict[str, str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=env, cwd=EXAMPLES, check=False)
    assert done.returncode == 1, done.stderr
    return done.stderr
