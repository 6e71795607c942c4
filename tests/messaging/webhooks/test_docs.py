"""The commands of docs/programs.md do what they are there for."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.support.server import ROOT, Server

PAGE = (Path(ROOT) / "docs" / "programs.md").read_text()


def examples(section: str) -> list[str]:
    """Return the blocks of commands in a section of the page."""
    return re.findall(r"```sh\n(.*?)```", PAGE.partition(f"## {section}")[2].partition("\n## ")[0], re.DOTALL)


COMMANDS = [
    command for example in examples("Incoming webhooks") for command in re.split(r"\n(?=curl)", example.strip())
]


@pytest.fixture(scope="module")
def url(running_server: Server) -> str:
    owner = running_server.caller().register("Owner")
    room = owner.post("/rooms", json={"name": "From the docs"}).raise_for_status().json()["room"]["id"]
    made = owner.post(f"/rooms/{room}/webhooks", json={"name": "Docs"}).raise_for_status().json()["webhook"]
    return made["url"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_page_posts_a_message(url: str, command: str) -> None:
    environment = {"WEBHOOK_URL": url, "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        ["sh", "-c", command.replace("curl ", "curl -sS -w '%{http_code}' ", 1)],
        env=environment, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout.endswith("200"), done.stdout + done.stderr
    assert '"is_bot": true' in done.stdout


def test_there_are_commands() -> None:
    assert len(COMMANDS) == 4


def test_the_command_of_the_page_creates_an_outgoing_webhook(running_server: Server, tmp_path: Path) -> None:
    (command,) = examples("Outgoing webhooks")
    owner = running_server.caller().register("Owner of a build")
    room = owner.post("/rooms", json={"name": "Builds"}).raise_for_status().json()["room"]["id"]
    cookies = {cookie.name: cookie.value for cookie in owner.cookies.jar}
    lines = [f"127.0.0.1\tFALSE\t/\tFALSE\t0\t{name}\t{value}" for name, value in cookies.items()]
    (tmp_path / "cookies.txt").write_text("# Netscape HTTP Cookie File\n" + "\n".join(lines) + "\n")
    done = subprocess.run(
        ["sh", "-c", command.replace("curl ", "curl -sS ").replace('"room_id": 7', f'"room_id": {room}')],
        env={"SITE": running_server.url, "CSRF": cookies["csrftoken"], "PATH": "/usr/bin:/bin"},
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert json.loads(done.stdout)["webhook"]["secret"], done.stderr
    (listed,) = owner.get("/outgoing-webhooks").json()["webhooks"]
    assert (listed["name"], listed["events"]) == ("Build", ["new_message"])
