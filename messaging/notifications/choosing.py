"""How people choose what they are notified of."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chatsite.contract.errors import InvalidInput
from chatsite.db.prepared import Prepared
from chatsite.db.transactions import in_repeatable_transaction
from chatsite.limits.window import limited
from messaging.notifications import limits
from messaging.notifications.deciding import Wishes
from messaging.notifications.models import NotificationSettings


def settings_of(user: User) -> NotificationSettings:
    """Return what ``user`` chose, or the choices that everyone begins with."""
    return NotificationSettings.objects.filter(user=user).first() or NotificationSettings(user=user)


def wishes_of(user_ids: Collection[int]) -> dict[int, Wishes]:
    """Return ``{user id: what they chose}`` of all of ``user_ids``, in one query."""
    chosen = {row.pk: row.wishes for row in _chosen_by(user_ids)}
    at_first = Wishes()
    return {user_id: chosen.get(user_id, at_first) for user_id in user_ids}


_chosen_by = Prepared(lambda users: NotificationSettings.objects.filter(user__in=users))


@limited(limits.CHOICES)
@in_repeatable_transaction
def choose(*, by: User, changes: Mapping[str, Any]) -> NotificationSettings:
    """Store the choices that are named; the others stay.

    Raises:
        InvalidInput: quiet hours have no end, no beginning, or no length.
        RateLimited: done too often.
    """
    if not changes:
        return settings_of(by)
    row, _is_new = NotificationSettings.objects.select_for_update().get_or_create(user=by)
    for name, value in changes.items():
        setattr(row, name, value)
    _require_quiet_hours(row)
    row.save(update_fields=list(changes))
    return row


def _require_quiet_hours(row: NotificationSettings) -> None:
    begin, end = row.quiet_from, row.quiet_to
    if (begin is None) != (end is None):
        missing = "quiet_from" if begin is None else "quiet_to"
        raise InvalidInput(fields={missing: [_("Quiet hours need a beginning and an end.")]})
    if begin is not None and begin == end:
        raise InvalidInput(fields={"quiet_to": [_("Quiet hours must end at another time than they begin.")]})
