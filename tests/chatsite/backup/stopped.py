"""Run ``manage.py`` commands that are stopped at their n-th step, each in a fork of one process that is set up once.

A step is an SQL statement, a commit, or an operation on a file outside the code. ``kill`` ends the process there, as a
power cut would; ``fail`` has the step fail once, as on a full disk; ``lose`` has the server
end the connection to the database.
"""

import errno
import json
import os
import runpy
import signal
import subprocess
import sys
import traceback
from contextlib import closing
from pathlib import Path

FILE_EVENTS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.listdir"}
FULL = "database or disk is full"
MARK = "restore-in-progress"


class Stopper:
    """Counts steps, and stops at one; ``exchange`` is the step at which the mark of the exchange was written."""

    def __init__(self, how, number, folder):
        self.how, self.number, self.folder = how, number, folder
        self.steps, self.marks = 0, []

    def step(self, failure):
        """Count a step; at the chosen one, end or fail with ``failure``."""
        self.steps += 1
        if self.steps == self.number:
            if self.how == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            if self.how == "fail":
                raise failure

    def on_event(self, event, arguments):
        """Count what is done to the installation's files."""
        if event in FILE_EVENTS and str(arguments[0]).startswith(self.folder):
            if event == "os.rename" and str(arguments[1]).endswith(MARK):
                self.marks.append(self.steps)
            self.step(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(arguments[0])))

    def on_statement(self, execute, sql, params, many, context):
        """Count a statement."""
        self.before_the_database(context["connection"])
        return execute(sql, params, many, context)

    def before(self, connection, function):
        """Return ``function`` of a connection, counted."""

        def counted():
            self.before_the_database(connection)
            return function()

        return counted

    def before_the_database(self, connection):
        """Count a step of the database."""
        from django.db import OperationalError

        if self.steps + 1 == self.number and self.how == "lose" and connection.connection:
            with closing(connection.copy()) as other, other.cursor() as cursor:
                cursor.execute("KILL %s", [connection.connection.thread_id()])
        self.step(OperationalError(13, FULL))

    def report(self):
        """Say how many steps there were, and which was the first of the exchange."""
        sys.stdout.write(f"steps={self.steps} exchange={self.marks[-1] if self.marks else 0}\n")


class Stopped:
    """Runs commands on an installation's data: ``python -m tests.chatsite.backup.stopped`` in its environment."""

    def __init__(self, server, root):
        command = [sys.executable, "-m", "tests.chatsite.backup.stopped"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self._process = subprocess.Popen(command, cwd=root, env=server.env, **pipes)

    def run(self, *command, how="", number=0):
        """Run a command, stopped at step ``number``; return its exit code, negative for a signal, and what it said."""
        self._process.stdin.write(json.dumps([how, number, [str(part) for part in command]]) + "\n")
        self._process.stdin.flush()
        return tuple(json.loads(self._process.stdout.readline()))

    def close(self):
        """End."""
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


def answer_requests():
    """Run the commands that come in, one a line."""
    import django
    from django.core.management import load_command_class

    django.setup()
    load_command_class("chatsite", "restore")  # so that no fork has to import it
    folder = Path(os.environ["DATA_DIR"]).parent
    for line in sys.stdin:
        how, number, command = json.loads(line)
        said = folder / "said"
        code = os.waitstatus_to_exitcode(
            os.waitpid(forked(said, Stopper(how, number, str(folder / "")), command), 0)[1]
        )
        sys.stdout.write(json.dumps([code, said.read_text()]) + "\n")
        sys.stdout.flush()


def forked(said, stopper, command):
    """Run a command in a child that writes to the file ``said``, and return the child's id."""
    output = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    if pid := os.fork():
        os.close(output)
        return pid
    os.dup2(output, 1)
    os.dup2(output, 2)
    code = 1
    try:
        code = manage(stopper, command)
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def manage(stopper, command):
    """Run a command as ``manage.py`` does, counted; return its exit code."""
    from django.db import connection

    connection.execute_wrappers.append(stopper.on_statement)
    connection.commit = stopper.before(connection, connection.commit)
    sys.addaudithook(stopper.on_event)
    sys.argv = ["manage.py", *command]
    try:
        runpy.run_path("manage.py", run_name="__main__")
    except SystemExit as end:
        if isinstance(end.code, str):
            sys.stderr.write(end.code + "\n")
            return 1
        return end.code or 0
    finally:
        if not stopper.number:
            stopper.report()
    return 0


if __name__ == "__main__":
    answer_requests()
