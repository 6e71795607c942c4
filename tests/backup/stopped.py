"""Run a ``manage.py`` command that is stopped at its n-th step: ``python -m tests.backup.stopped kill|fail N …``.

A step is an SQL statement, a commit, or an operation on a file outside the code. ``kill`` ends the process there, as a
power cut would; ``fail`` has the step fail once, as on a full disk. With N = 0 it runs through and writes their number.
"""

import errno
import os
import signal
import sys
from pathlib import Path

import django
from django.core.management import execute_from_command_line
from django.db import OperationalError, connection

FILE_EVENTS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "shutil.rmtree", "os.listdir"}


class Stopper:
    """Counts steps, and stops at one."""

    def __init__(self, how, number, folder):
        self.how, self.number, self.folder, self.steps = how, number, folder, 0

    def step(self, failure):
        """Count a step; at the chosen one, end or fail with ``failure``."""
        self.steps += 1
        if self.steps == self.number:
            if self.how == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            raise failure

    def on_event(self, event, arguments):
        """Count what is done to the installation's files."""
        if event in FILE_EVENTS and str(arguments[0]).startswith(self.folder):
            self.step(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(arguments[0])))

    def on_statement(self, execute, sql, params, many, context):
        """Count a statement."""
        self.step(OperationalError(13, "database or disk is full"))
        return execute(sql, params, many, context)

    def before(self, function):
        """Return ``function``, counted."""

        def counted():
            self.step(OperationalError(13, "database or disk is full"))
            return function()

        return counted


def main(how, number, *command):
    """Run the command."""
    stopper = Stopper(how, int(number), str(Path(os.environ["DATA_DIR"]).parent))
    django.setup()
    connection.execute_wrappers.append(stopper.on_statement)
    connection.commit = stopper.before(connection.commit)
    sys.addaudithook(stopper.on_event)
    try:
        execute_from_command_line(["manage.py", *command])
    finally:
        if not stopper.number:
            sys.stdout.write(f"steps={stopper.steps}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
