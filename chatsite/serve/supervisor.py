"""Several worker processes that share one address: started, watched, replaced one after the other."""

import logging
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress

from prometheus_client import multiprocess

from chatsite.env import real_environment
from chatsite.observe import metrics
from chatsite.serve.installation import NotReady
from chatsite.serve.listeners import Listeners
from chatsite.serve.reload import ReloadRequests, prepare_again
from chatsite.serve.server import (
    DRAIN_S,
    GRACEFUL_SHUTDOWN_S,
    Server,
    ignore_raised_signals,
    notify_systemd,
    raise_file_limit,
)

log = logging.getLogger(__name__)

START_S = 60
END_S = DRAIN_S + GRACEFUL_SHUTDOWN_S + 5
SILENCE_S = 20  # a worker whose event loop has not turned for so long is stuck
TURN_S = 0.2
PAUSE_AFTER_DEATH_S = 1


class Worker:
    """A worker process.

    It writes a byte every second, the first one when it serves. It ends when this process does, even by a power cut:
    then its end of ``lifeline`` closes.
    """

    def __init__(self, listeners: Listeners, metrics_folder: str):
        self._metrics_folder = metrics_folder
        self._heartbeats, heartbeat = os.pipe()
        lifeline, self._lifeline = os.pipe()
        fds = (heartbeat, lifeline, *(listener.fileno() for listener in listeners))
        command = [sys.executable, "-m", "chatsite.serve.supervisor", *map(str, fds)]
        python_path = os.pathsep.join(filter(None, sys.path))
        environment = real_environment() | {"PYTHONPATH": python_path, metrics.FOLDER_VARIABLE: metrics_folder}
        self.process = subprocess.Popen(command, pass_fds=fds, env=environment)  # noqa: S603 - our own command
        os.close(heartbeat)
        os.close(lifeline)
        self.serves = False
        self._received = time.monotonic()

    def is_alive(self) -> bool:
        """Tell whether it runs and its event loop turns; note its heartbeats."""
        if select.select([self._heartbeats], [], [], 0)[0] and os.read(self._heartbeats, 1024):
            self.serves = True
            self._received = time.monotonic()
        limit = SILENCE_S if self.serves else START_S
        return self.process.poll() is None and time.monotonic() - self._received < limit

    def terminate(self) -> None:
        """Ask it to end."""
        if self.process.poll() is None:
            self.process.terminate()

    def wait(self, deadline: float) -> int:
        """Wait for its end until ``deadline``, kill it then; return its exit code."""
        try:
            self.process.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self._heartbeats)
        os.close(self._lifeline)
        multiprocess.mark_process_dead(self.process.pid, self._metrics_folder)  # type: ignore[no-untyped-call]
        return self.process.returncode


class Supervisor:
    """Keeps one worker serving each group of ``listeners`` until SIGINT or SIGTERM."""

    def __init__(self, listeners: list[Listeners]):
        self._listeners = listeners
        self._workers: list[Worker] = []
        self._stopping = False
        self._requests = ReloadRequests()
        self._metrics_folder = tempfile.TemporaryDirectory(prefix="chatsite-metrics-")

    def _new_worker(self, place: int) -> Worker:
        return Worker(self._listeners[place], self._metrics_folder.name)

    def run(self) -> None:
        """Serve.

        Raises:
            NotReady: a worker could not start.
        """
        raise_file_limit()
        for sig in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sig, self._stop)
        try:
            self._workers = [self._new_worker(place) for place in range(len(self._listeners))]
            if not all(self._becomes_ready(worker) for worker in self._workers) and not self._stopping:
                raise NotReady("A worker could not start; see its messages above.")
            log.info("%s workers started", len(self._workers))
            notify_systemd("READY=1")
            self._watch()
        finally:
            self._end(self._workers)
            self._metrics_folder.cleanup()

    def _stop(self, *_: object) -> None:
        self._stopping = True

    def _watch(self) -> None:
        while not self._stopping:
            time.sleep(TURN_S)
            self._replace_dead()
            if self._requests.made() and prepare_again():
                self._replace_all()

    def _replace_dead(self) -> None:
        for place, worker in enumerate(self._workers):
            if not worker.is_alive() and not self._stopping:
                worker.process.kill()
                code = worker.wait(time.monotonic())
                log.error("worker %s exited (%s); starting a replacement", worker.process.pid, code)
                time.sleep(PAUSE_AFTER_DEATH_S)
                self._workers[place] = self._new_worker(place)

    def _replace_all(self) -> None:
        """Let a new worker serve before an old one goes, one after the other; keep the old ones if a new one fails."""
        for place, old in enumerate(self._workers):
            new = self._new_worker(place)
            if self._stopping or not self._becomes_ready(new):
                log.error("a new worker did not start; the old workers keep running")
                self._end([new])
                return
            self._workers[place] = new
            began = time.monotonic()
            self._end([old])
            log.info("worker %s exited within %.1f s", old.process.pid, time.monotonic() - began)
        log.info("reloaded")

    def _becomes_ready(self, worker: Worker) -> bool:
        while not worker.serves and not self._stopping and worker.is_alive():
            time.sleep(TURN_S / 4)
        return worker.serves

    def _end(self, workers: list[Worker]) -> None:
        for worker in workers:
            worker.terminate()
        deadline = time.monotonic() + END_S
        for worker in workers:
            worker.wait(deadline)


def work(heartbeat: int, lifeline: int, *listeners: int) -> None:
    """Serve as a worker."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # the supervisor's business, also when a terminal hangs up on all
    ignore_raised_signals()

    def beat() -> None:
        with suppress(BrokenPipeError):  # without its supervisor it ends by the lifeline
            os.write(heartbeat, b".")

    def is_abandoned() -> bool:
        if select.select([lifeline], [], [], 0)[0]:
            return True
        beat()
        return False

    Server(on_started=beat, on_second=is_abandoned).run(sockets=[socket.socket(fileno=number) for number in listeners])


if __name__ == "__main__":
    work(*map(int, sys.argv[1:]))
