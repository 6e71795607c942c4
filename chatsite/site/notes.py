"""What happened to the site as a whole: the last backup."""

from datetime import datetime

from django.db import DatabaseError, InterfaceError

from chatsite.db.outages import is_outage, log_outage
from chatsite.db.transactions import in_transaction
from chatsite.models import Site


def note_backup(now: datetime) -> None:
    """Record when a backup was made. A database that can only be read, such as a replica, keeps no record."""
    try:
        _note(now)
    except (DatabaseError, InterfaceError) as error:
        if not is_outage(error):
            raise
        log_outage("backup", error)


@in_transaction
def _note(now: datetime) -> None:
    Site.objects.update_or_create(pk=Site.ONLY, defaults={"backed_up_at": now})
