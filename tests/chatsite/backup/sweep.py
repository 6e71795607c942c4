"""Stop a restore at every step, in every way, on both engines.

``python -m tests.chatsite.backup.sweep [sqlite|mariadb]``

The tests stop at a few of the steps only; this takes some minutes.
"""

import random
import re
import sys
from contextlib import ExitStack, contextmanager

from chatsite.backup.archive import reading
from tests.chatsite.backup.release import RELEASES, say
from tests.chatsite.backup.stopped import MARK, Stopped
from tests.chatsite.backup.test_backup import contents_of_messages
from tests.support.server import ROOT, Server
from tests.support.services import MariaDB

HOWS = {"sqlite": ("kill", "fail"), "mariadb": ("kill", "fail", "lose")}


class Site:
    """A stopped installation with two backups of different states: one of itself, one of the first release."""

    def __init__(self, server):
        self.folder, self.media, self.data = server.folder, server.media, server.folder / "data"
        self.mark = self.data / MARK
        self._process = Stopped(server, ROOT)
        self.here, self.release = self.folder / "here.backup", RELEASES / "0.1.0.backup"
        self.manage("backup", self.here)
        self.contents = {file: content_of(file) for file in (self.here, self.release)}
        self.current = self.here

    def close(self):
        """End."""
        self._process.close()

    def manage(self, *command):
        """Run a command that succeeds; return what it said."""
        code, said = self._process.run(*command)
        assert code == 0, said
        return said

    def refused(self, *command):
        """Run a command that does not succeed; return its one sentence."""
        code, said = self._process.run(*command)
        assert code == 1, said
        assert "Traceback" not in said
        return said

    def content(self):
        """Return what the installation holds."""
        self.manage("backup", self.folder / "content.backup")
        return content_of(self.folder / "content.backup")

    def restore(self, file):
        """Restore; return in how many steps that was done, and which of them was the first of the exchange."""
        said = self.manage("restore", file, "--replace")
        self.current = file
        return tuple(int(number) for number in re.search(r"steps=(\d+) exchange=(\d+)", said).groups())

    def restore_stopped(self, how, number, file):
        """Restore ``file``, stopped at a step; the installation is the old one or the new one, or says that it is not.

        What is said of it is true, and if need be, the same restore again mends it.
        """
        code, said = self._process.run("restore", file, "--replace", how=how, number=number)
        where = f"{how} at step {number}: {said}"
        assert "Traceback" not in said, where
        old, new = self.contents[self.current], self.contents[file]
        if self.mark.exists():
            assert self._process.run("prepare")[0] == 1, where
        if not self.mark.exists() or '"is_exchanging": false' in self.mark.read_text():
            assert self.content() in (old, new), where
        if code == 1:
            assert ("Run it again" in said) or self.content() == old, where
            assert ("Run it again" in said) or not self.mark.exists(), where
        if code == 0:
            assert not self.mark.exists(), where
            assert self.content() == new, where
        if self.mark.exists():
            self.restore(file)
            assert self.content() == new, where
        elif self.content() == new:
            self.current = file

    def other(self):
        """Return the backup that is not what the installation holds."""
        return self.here if self.current == self.release else self.release

    def leftovers(self):
        """Return the files that a restore should have removed."""
        names = [path.name for folder in (self.media, self.data) for path in folder.iterdir()]
        return [name for name in names if "restor" in name or "replaced" in name]


def content_of(file):
    """Return what a restore must bring back; the first release's tables have other columns now."""
    with reading(file, "") as archive:
        media = {name: digest for name, digest in archive.manifest["sha256"].items() if name.startswith("media/")}
        return contents_of_messages(file), media


@contextmanager
def site_of(server):
    """Let a little happen on a running server, stop it, and yield it as a site."""
    room = server.register("Ada").post("/rooms", json={"name": "Kept"}).json()["room"]["id"]
    say(server.callers[-1], f"/rooms/{room}", "What is here")
    (server.media / "avatars").mkdir(exist_ok=True)
    (server.media / "avatars" / "here").write_bytes(b"here")
    server.stop()
    site = Site(server)
    try:
        yield site
    finally:
        site.close()


def some(steps, exchange, *, before, during):
    """Return some steps before the exchange and some of it, the last always among them."""
    chance = random.Random(steps)
    late = range(exchange, steps)
    return [
        *sorted(chance.sample(range(1, exchange), before)),
        *sorted(chance.sample(late, min(during, len(late)))),
        steps,
    ]


def sweep_on(engine):
    """Stop at every step on an engine."""
    with ExitStack() as stack:
        url = stack.enter_context(MariaDB()).create_database("sweep") if engine == "mariadb" else ""
        site = stack.enter_context(site_of(stack.enter_context(Server(database_url=url))))
        for how in HOWS[engine]:
            longest = max(site.restore(site.other())[0] for _ in range(2))
            for number in range(1, longest + 1):
                site.restore_stopped(how, number, site.other())
            sys.stdout.write(f"{engine}: {longest} steps, {how}: well\n")
            sys.stdout.flush()
        assert not site.leftovers()


if __name__ == "__main__":
    for name in sys.argv[1:] or HOWS:
        sweep_on(name)
