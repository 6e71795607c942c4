"""Running ``manage.py`` commands in the test's own process, and interrupting them half way."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from chatsite.management.base import INTERRUPTED


def run(*command: str) -> str:
    """Run a command and return what it prints."""
    output = StringIO()
    call_command(*command, stdout=output, stderr=StringIO())
    return output.getvalue()


class _Interrupting(StringIO):
    """A terminal at which someone presses Ctrl-C when the first step is shown."""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        raise KeyboardInterrupt


def interrupt(*command: str) -> None:
    """Run a command until its first step is done, which must not be its last."""
    with pytest.raises(CommandError, match="Interrupted") as interruption:
        call_command(*command, stdout=StringIO(), stderr=_Interrupting())
    assert interruption.value.returncode == INTERRUPTED
