"""Make the backup that stands for this release in the upgrade tests: ``python -m tests.chatsite.backup.release``.

A small installation in which everything has happened once: every table of the product has rows, or this refuses.
"""

import sys
import tomllib
from pathlib import Path

from chatsite.backup.archive import reading
from tests.accounts.pictures import samples
from tests.support.callers import Caller
from tests.support.server import ROOT, Server

RELEASES = Path(__file__).parent / "releases"
APPS = ("accounts", "chatsite", "feedback", "messaging", "rooms")
BY_COMMAND = """
from accounts.models import User
from accounts.security.two_factor import begin
from chatsite.jobs.queue import enqueue
from feedback.models import Feedback
from feedback.services import answer
ada, bob = User.objects.get(name="Ada"), User.objects.get(name="Bob")
begin(bob)
answer(Feedback.objects.get(), by=ada, content="Thank you.", is_done=True)
enqueue("feedback_mail", feedback_id=Feedback.objects.get().pk)
"""


def version() -> str:
    """Return the number of this release."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])


def live(server: Server) -> None:
    """Let people do everything once."""
    ada, bob, carl = server.administrator(), server.register("Bob"), server.register("Carl")
    drawn = samples.saved(samples.corners(), "PNG")
    done(ada.post("/auth/profile/upload", files={"file": ("ada.png", drawn, "image/png")}))
    room = f"/rooms/{done(bob.post('/rooms', json={'name': 'Küche', 'description': 'What is cooking?'}))['room']['id']}"
    for caller in (ada, carl):
        done(caller.post(f"{room}/join"))
    first = say(bob, room, "Ünïcödé 🍺, **bold**, `code`, https://example.org and :beer:")
    say(carl, room, "An answer to @Bob", reply_to=first)
    done(bob.patch(f"{room}/messages/{first}", json={"content": "Edited 🍺"}))
    unwanted = say(carl, room, "Something unkind")
    done(ada.post("/reports", json={"room_id": room_id(room), "seq": unwanted, "reason": "harassment", "note": "See."}))
    done(ada.post("/reports", json={"user_id": carl.user["id"], "reason": "spam"}))
    done(bob.request("DELETE", f"{room}/messages/{unwanted}", json={"reason": "Be kind."}))
    done(bob.delete(f"{room}/messages/{say(bob, room, 'Gone again')}"))
    done(bob.put(f"{room}/members/{carl.user['id']}/mute", json={"reason": "Cool down.", "for_s": 3600}))
    done(ada.post(f"/users/{carl.user['id']}/warnings", json={"reason": "Once more, and you are out."}))
    done(ada.post(f"{room}/read", json={"seq": first}))
    done(bob.patch(room, json={"slow_mode_s": 30}))
    done(bob.post("/feedback", json={"content": "Lovely.", "category": "idea"}))
    for name, end in {"Closed": ("POST", "/close"), "Deleted": ("DELETE", "")}.items():
        old = f"/rooms/{done(bob.post('/rooms', json={'name': name}))['room']['id']}"
        say(bob, old, f"{name} with this in it")
        done(bob.request(end[0], f"{old}{end[1]}"))


def room_id(room: str) -> int:
    """Return the id in a room's path."""
    return int(room.rpartition("/")[2])


def say(caller: Caller, room: str, content: str, **fields: object) -> int:
    """Write a message and return its number in the room."""
    return int(done(caller.post(f"{room}/messages", json={"content": content, **fields}))["message"]["seq"])


def done(answer):
    """Return what a successful answer says."""
    assert answer.is_success, answer.text
    return answer.json() if answer.content else None


def main() -> str | None:
    file = RELEASES / f"{version()}.backup"
    with Server() as server:
        live(server)
        server.stop()
        server.run(BY_COMMAND)
        server.manage("backup", file)
    with reading(file, "") as archive:
        tables = archive.manifest["tables"]
    empty = [label for label, rows in tables.items() if label.startswith(APPS) and not rows and "user_" not in label]
    if empty:
        file.unlink()
        return f"No rows in {', '.join(empty)}: let people do more here."
    sys.stdout.write(f"{file}: {sum(tables.values())} rows\n")
    return None


if __name__ == "__main__":
    sys.exit(main())
