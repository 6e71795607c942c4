"""The base of ``manage.py`` commands, with progress for long work (docs/commands.md)."""

import time
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Generator, Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, OutputWrapper, no_translations

from chatsite.contract.errors import ChatError
from chatsite.serve.installation import NotReady

BAR_CHARS = 24
DRAW_EVERY_S = 0.2
REPORT_EVERY_S = 10.0
MAX_DAYS = 36_500
INTERRUPTED = 130  # what shells report of a program that was ended by Ctrl-C


class ServiceCommand(BaseCommand):
    """Parses its input, calls a service, prints one summary; a refusal is one sentence and exit status 1.

    Long work comes as steps, each a transaction of its own that yields how much it did, so that a running server is
    never held up, and what was done before an interruption stays done: the same command again goes on from there.
    """

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command and print its summary."""
        try:
            summary = self.act(**options)
        except ChatError as error:
            raise CommandError(_sentence(error)) from error
        except NotReady as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            if error.filename is None:
                raise
            raise CommandError(f"{error.filename}: {error.strerror}.") from error
        except KeyboardInterrupt:
            raise CommandError("Interrupted. Run the same command again to continue.", returncode=INTERRUPTED) from None
        if summary:
            self.stdout.write(summary)

    def act(self, **options: Any) -> str:
        """Do it, and return what to print."""
        raise NotImplementedError

    def take_steps(self, steps: Iterable[int], *, unit: str, total: int | None = None) -> int:
        """Go through ``steps``, show how far they are, and return the sum of what they did."""
        progress = Progress(self.stderr, unit=unit, total=total)
        try:
            for count in steps:
                progress.advance(count)
        finally:
            if isinstance(steps, Generator):
                steps.close()  # at once: what it had open is finished or taken back
        progress.finish()
        return progress.done


def number_between(least: int, most: int) -> Callable[[str], int]:
    """Return the ``type`` of an argument that is a whole number from ``least`` to ``most``."""

    def number(text: str) -> int:
        if not least <= int(text) <= most:
            raise ArgumentTypeError(f"must be from {least:,} to {most:,}, not {text}")
        return int(text)

    return number


days = number_between(0, MAX_DAYS)


def add_dry_run(parser: ArgumentParser) -> None:
    """Add ``--dry-run``, which every command that deletes has."""
    parser.add_argument("--dry-run", action="store_true", help="change nothing; print what would be done")


class Progress:
    """How far long work is: a bar on a terminal, elsewhere a line every ten seconds."""

    def __init__(
        self,
        stream: OutputWrapper,
        *,
        unit: str,
        total: int | None = None,
        clock: Callable[[], float] = time.monotonic,
    ):
        self.done = 0
        self._stream, self._unit, self._total, self._clock = stream, unit, total, clock
        self._is_terminal = stream.isatty()
        self._began = clock()
        self._shown_at = self._began - DRAW_EVERY_S if self._is_terminal else self._began
        self._width = 0

    def advance(self, count: int) -> None:
        """Count what a step did."""
        self.done += count
        now = self._clock()
        if now - self._shown_at >= (DRAW_EVERY_S if self._is_terminal else REPORT_EVERY_S):
            self._shown_at = now
            self._show(self._line(now - self._began))

    def finish(self) -> None:
        """Clear the bar, so that the summary stands alone."""
        if self._width:
            self._write("\r" + " " * self._width + "\r")

    def _show(self, line: str) -> None:
        if self._is_terminal:
            self._write("\r" + line.ljust(self._width))
            self._width = len(line)
        else:
            self._write(line + "\n")

    def _write(self, text: str) -> None:
        self._stream.write(text, style_func=str, ending="")
        self._stream.flush()

    def _line(self, seconds: float) -> str:
        rate = self.done / seconds if seconds > 0 else 0
        if not self._total:
            return f"{self.done:,} {self._unit}, {rate:,.0f}/s"
        share = min(self.done / self._total, 1)
        bar = ("█" * round(share * BAR_CHARS)).ljust(BAR_CHARS, "░")
        left = f", {_duration((self._total - self.done) / rate)} left" if 0 < self.done < self._total and rate else ""
        return f"{bar} {share:4.0%}  {self.done:,} of {self._total:,} {self._unit}, {rate:,.0f}/s{left}"


def _duration(seconds: float) -> str:
    minutes, seconds = divmod(max(round(seconds), 1), 60)
    return f"{minutes} min {seconds:02} s" if minutes else f"{seconds} s"


def _sentence(error: ChatError) -> str:
    details = [f"{name}: {' '.join(map(str, texts))}" for name, texts in (error.fields or {}).items()]
    return " ".join([str(error), *details])
