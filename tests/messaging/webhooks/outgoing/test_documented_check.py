"""The checks of signatures in docs/programs.md accept what is sent, and nothing else."""

import json
import re
import subprocess
import time
from pathlib import Path

import pytest

from messaging.webhooks.outgoing.signing import new_secret, signature

TEXT = (Path(__file__).parents[4] / "docs/programs.md").read_text()
BODY = '{"text":"Grüße 🦭"}'.encode()


def code(language: str) -> str:
    return re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)[0]


def in_python(cases: list[tuple[str, str, bytes]]) -> list[bool]:
    names: dict[str, object] = {}
    exec(code("python"), names)
    return [names["is_from_chat"](*case) for case in cases]  # type: ignore[operator]


def in_javascript(cases: list[tuple[str, str, bytes]]) -> list[bool]:
    given = json.dumps([[secret, header, body.decode()] for secret, header, body in cases])
    calls = f"console.log(JSON.stringify({given}.map(([s, h, b]) => isFromChat(s, h, Buffer.from(b)))));"
    run = ["node", "--input-type=module", "-e", code("js") + calls]
    return list(json.loads(subprocess.run(run, capture_output=True, check=True, text=True).stdout))


@pytest.mark.parametrize("check", [in_python, in_javascript])
def test_it_accepts_what_is_sent_and_nothing_else(check):
    secret, now = new_secret(), int(time.time())
    right = signature(secret, BODY, now)
    cases = [
        (secret, right, BODY),
        (secret, f"{right},v2=x", BODY),
        (secret, right, BODY + b" "),
        (new_secret(), right, BODY),
        (secret, signature(secret, BODY, now - 301), BODY),
        (secret, right.replace(f"t={now}", f"t={now + 1}"), BODY),
        (secret, right[:-1], BODY),
        (secret, f"t={now}", BODY),
        (secret, f"t={now},v1=", BODY),
        (secret, "t=x,v1=y", BODY),
        (secret, "", BODY),
    ]
    assert check(cases) == [True, True, *[False] * 9]
