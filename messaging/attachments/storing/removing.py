"""Removing attachments: the rows in the running transaction, files that no other attachment shows after its commit."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from accounts.models import User
from chatsite.db.transactions import in_transaction
from messaging.attachments.models import Attachment
from messaging.attachments.storing.sharing import collect_one, queue_collection, release


def remove(attachments: Collection[Attachment], *, at_once: bool = True) -> None:
    """Remove attachments in the running transaction, and files after its commit, or soon."""
    shown = {key for one in attachments for key in (one.stored_id, one.poster_id) if key}
    stored = shown | {one.pk for one in attachments}  # what an attachment brought has its id, and may be there still
    rows = Attachment.objects.filter(pk__in=[one.pk for one in attachments])
    rows._raw_delete(rows.db)
    release(shown)
    if at_once:
        transaction.on_commit(lambda: _collect(stored), robust=True)
    else:
        queue_collection()


def _collect(stored: Collection[UUID]) -> None:
    for one in stored:
        collect_one(one)


@in_transaction
def remove_unsent(user: User) -> int:
    """Remove the files that a person has not sent; return how many there were."""
    found = list(Attachment.objects.select_for_update().filter(owner=user, message=None).order_by("pk"))
    remove(found)
    return len(found)


def remove_of_messages(message_ids: Collection[int]) -> None:
    """Remove what hangs on messages that are going."""
    remove(list(Attachment.objects.filter(message__in=message_ids)))
