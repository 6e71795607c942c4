"""Whether outgoing webhooks reach their receivers, for operators."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.db import DatabaseError
from django.utils import timezone

from chatsite.doctor.findings import Finding, doubtful, fine
from messaging.webhooks.outgoing.models import OutgoingWebhook

WORTH_SAYING: Final = timedelta(hours=1)
NAMED: Final = 5


def examine() -> Iterator[Finding]:
    """Tell which webhooks have failed for a while, or were switched off by themselves."""
    try:
        active = OutgoingWebhook.objects.filter(is_active=True)
        failing = list(active.filter(failing_since__lt=timezone.now() - WORTH_SAYING).order_by("pk"))
        off = list(OutgoingWebhook.objects.filter(is_active=False).exclude(off_reason="").order_by("pk"))
        count = active.count()
    except DatabaseError:  # another examination's concern
        return
    if failing:
        yield doubtful(
            f"{len(failing)} of {count} outgoing webhooks have failed for more than an hour: {_named(failing)}.",
            "The admin's page of outgoing webhooks says why; they are switched off after a week.",
        )
    if off:
        yield doubtful(
            f"{len(off)} outgoing webhooks were switched off by themselves: {_named(off)}.",
            "Delete them in the admin or the room's settings, or turn them on again.",
        )
    if not failing and not off:
        yield fine(f"{count} outgoing webhooks are active.")


def _named(webhooks: list[OutgoingWebhook]) -> str:
    named = [f"#{one.pk} ({one.host})" for one in webhooks[:NAMED]]
    return ", ".join(named) + (", …" if len(webhooks) > NAMED else "")
