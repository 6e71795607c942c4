"""Can people be notified by what is stored?

Neither a wrong clock nor a hand in the database is noticed otherwise: people are just not notified any more.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any, Final

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from chatsite.db.consistency import Finding
from chatsite.db.transactions import in_transaction
from messaging.notifications.deciding import MAIL_AFTER, WANTED_AT_FIRST, To, Wanted, zone_named
from messaging.notifications.devices import endpoint_hash
from messaging.notifications.forms import MAX_MAIL_AFTER_S, MIN_MAIL_AFTER_S
from messaging.notifications.mail.models import MailCursor, MailedRoom, MissedMail
from messaging.notifications.models import NotificationSettings, Notified, Notifier, PushSubscription

ROWS: Final = 500
# So much the clocks of servers may differ.
DIFFERENCE: Final = timedelta(hours=1)
FURTHEST_MAIL: Final = timedelta(seconds=MAX_MAIL_AFTER_S) + DIFFERENCE
_ALL: Final = int(~Wanted(0))


def check_notifications() -> Iterator[list[Finding]]:
    """Find choices, devices and positions that can't be, part after part."""
    yield [*_check_choices(), *_check_time_zones()]
    yield from _check_devices()
    yield [*_check_notified(), *_check_mailed()]
    yield list(_check_moments())


def _findings(rows: "QuerySet[Any]", what: str, repair: Callable[["QuerySet[Any]"], object]) -> Iterable[Finding]:
    if count := rows.count():
        yield Finding(f"{count} {what}", lambda: in_transaction(repair)(rows))


def _check_choices() -> Iterator[Finding]:
    rows = NotificationSettings.objects.all()
    one_end = Q(quiet_from=None, quiet_to__isnull=False) | Q(quiet_from__isnull=False, quiet_to=None)
    yield from _findings(
        rows.filter(one_end | Q(quiet_from=F("quiet_to"))),
        "people's quiet hours have no beginning, no end or no length",
        lambda found: found.update(quiet_from=None, quiet_to=None),
    )
    yield from _findings(
        rows.exclude(mail_after_s__range=(MIN_MAIL_AFTER_S, MAX_MAIL_AFTER_S)),
        "people are mailed after a time that can't be chosen",
        lambda found: found.update(mail_after_s=int(MAIL_AFTER.total_seconds())),
    )
    for name in ("push_for", "mail_for"):
        yield from _findings(
            rows.filter(**{f"{name}__gt": _ALL}),
            f"people want to be notified of something unknown ({name})",
            lambda found, name=name: found.update(**{name: int(WANTED_AT_FIRST)}),  # type: ignore[misc]
        )


def _check_time_zones() -> Iterator[Finding]:
    rows = NotificationSettings.objects.exclude(time_zone="")
    named = rows.values_list("time_zone", flat=True).distinct()
    unknown = [name for name in named if getattr(zone_named(name), "key", "") != name]
    yield from _findings(
        rows.filter(time_zone__in=unknown),
        "people's quiet hours are in an unknown time zone",
        lambda found: found.update(time_zone=""),
    )


def _check_devices() -> Iterator[list[Finding]]:
    """Find devices that would be subscribed a second time: their endpoints are not found."""
    last = 0
    while devices := list(PushSubscription.objects.filter(pk__gt=last).order_by("pk")[:ROWS]):
        last = devices[-1].pk
        yield [
            Finding(f"device {one.pk} is not found by its address", lambda pk=one.pk: _hash_anew(pk))  # type: ignore[misc]
            for one in devices
            if one.endpoint_hash != endpoint_hash(one.endpoint)
        ]


@in_transaction
def _hash_anew(device_id: int) -> None:
    """Have a device found by its address, unless another row is; then this one goes."""
    for one in PushSubscription.objects.select_for_update().filter(pk=device_id):
        correct = endpoint_hash(one.endpoint)
        if PushSubscription.objects.filter(endpoint_hash=correct).exclude(pk=one.pk).exists():
            one.delete()
        else:
            PushSubscription.objects.filter(pk=one.pk).update(endpoint_hash=correct)


def _check_notified() -> Iterable[Finding]:
    beyond = Q(version__gt=F("room__counter__version")) | Q(seq__gt=F("room__counter__last_message_seq"))
    ahead = Q(pushed_version__gt=F("version")) | Q(pushed_at__gt=timezone.now() + DIFFERENCE)
    return _findings(
        Notified.objects.filter(beyond | ahead | ~Q(to__in=list(To))),
        "notifications are of messages that do not exist",
        lambda found: found.delete(),
    )


def _check_mailed() -> Iterable[Finding]:
    def mailed_all(found: "QuerySet[MailedRoom]") -> None:
        for row in found.select_related("room__counter"):
            MailedRoom.objects.filter(pk=row.pk).update(version=row.room.counter.version)

    return _findings(
        MailedRoom.objects.filter(version__gt=F("room__counter__version")),
        "people were mailed more of a room than was written",
        mailed_all,
    )


def _check_moments() -> Iterator[Finding]:
    now = timezone.now()
    yield from _findings(
        Notifier.objects.filter(leased_until__gt=now + DIFFERENCE),
        "notifier waits for a process whose clock was wrong",
        lambda found: found.update(holder=None, leased_until=None),
    )
    yield from _findings(
        MailCursor.objects.filter(looked_at__gt=now + DIFFERENCE),
        "search for people to mail is in the future",
        lambda found: found.update(looked_at=now),
    )
    yield from _findings(
        MissedMail.objects.filter(Q(due_at__gt=now + FURTHEST_MAIL) | Q(mailed_at__gt=now + DIFFERENCE)),
        "people are mailed nothing until a time far away",
        lambda found: found.update(due_at=now, mailed_at=None),
    )
