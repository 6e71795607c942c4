"""What the README prints works as printed, against the real server."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()


def block(name: str) -> str:
    """Return the code block that the README marks for this test."""
    return re.search(rf"<!-- test: {name} -->\n```\w+\n(.*?)```", README, re.DOTALL)[1]


@pytest.fixture
def run(server, tmp_path):
    """Return a function that runs a block's program against the server and returns what it prints."""

    def run(program: list[str], code: str, *, cwd: Path = tmp_path) -> str:
        code = code.replace("http://localhost:5000", server.url)
        done = subprocess.run(
            program,
            input=code,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            cwd=cwd,
            env=environment(),
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def environment() -> dict[str, str]:
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}


@pytest.mark.node
def test_the_examples_work_as_printed(run):
    printed = run(["bash", "-e"], block("curl"))
    assert '"name": "Ada"' in printed
    assert "<strong>curl</strong>" in printed
    assert '"error"' not in printed
    room, seq = run([sys.executable, "-"], block("python")).split()
    assert room == "General"
    # The packages of package.json are found from the repository's folder.
    room, next_seq = run(["node", "--input-type=module"], block("node"), cwd=ROOT).split()
    assert room == "General"
    assert int(next_seq) > int(seq) > 1


def test_every_link_leads_somewhere():
    targets = re.findall(r"\]\((?!http)([^)#]+)", README)
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []
