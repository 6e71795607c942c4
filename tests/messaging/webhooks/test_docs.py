"""The commands of docs/programs.md do what they are there for."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.support.server import ROOT, Server

PAGE = (Path(ROOT) / "docs" / "programs.md").read_text()
SECTION = PAGE.partition("## Incoming webhooks")[2].partition("\n## ")[0]
EXAMPLES = re.findall(r"```sh\n(.*?)```", SECTION, re.DOTALL)
COMMANDS = [command for example in EXAMPLES for command in re.split(r"\n(?=curl)", example.strip())]


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
