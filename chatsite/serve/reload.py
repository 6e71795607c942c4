"""Going on with new code and settings, asked for by SIGHUP or by touching a file (``RELOAD_FILE``)."""

import logging
import os
import signal
import sys
from pathlib import Path

from django.conf import settings

from chatsite.serve.own_commands import last_words, run_command

log = logging.getLogger(__name__)


class ReloadRequests:
    """Notices requests to reload.

    SIGHUP then no longer ends the process, except where it was started in a terminal: there it says that this closed.
    """

    def __init__(self) -> None:
        self._file = Path(settings.RELOAD_FILE) if settings.RELOAD_FILE else None
        self._touched = self._time()
        self._signalled = False
        if not os.isatty(0):
            signal.signal(signal.SIGHUP, self._receive)

    def made(self) -> bool:
        """Tell whether there was a request since the last call."""
        before, self._touched = self._touched, self._time()
        signalled, self._signalled = self._signalled, False
        return signalled or self._touched != before

    def _receive(self, *_: object) -> None:
        self._signalled = True

    def _time(self) -> int:
        """Return when the file was last touched; 0 while there is none."""
        try:
            return self._file.stat().st_mtime_ns if self._file else 0
        except OSError:
            return 0


def prepare_again() -> bool:
    """Prepare the installation with the code and settings that are there now; without success nothing changes."""
    log.info("reloading")
    done = run_command(sys.argv[0], "prepare")
    if done.returncode:
        log.error("reload failed, the running version continues: %s", last_words(done))
    return done.returncode == 0
