"""What keeps a backup from being made or used."""

from chatsite.contract.errors import Conflict


class BackupRefused(Conflict):
    """A backup cannot be made or used, and nothing was changed; the message says why."""


class Damaged(BackupRefused):
    """The file is not what was once written."""


class Unfinished(Conflict):
    """A restore stopped while it exchanged the database and the uploads; it must be repeated."""
