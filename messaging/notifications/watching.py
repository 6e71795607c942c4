"""Whether push notifications can arrive, for operators."""

from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError

from chatsite.doctor.findings import Finding, doubtful, fine
from messaging.notifications.keys import public_key
from messaging.notifications.models import PushSubscription


def examine() -> Iterator[Finding]:
    """Tell whether browsers can receive notifications, and whether those that do are reached."""
    if not settings.WEB_PUSH:
        yield fine("Push notifications are turned off (WEB_PUSH).")
        return
    if not str(settings.SITE_URL).startswith("https://"):
        yield doubtful(
            "SITE_URL is not an https address: browsers offer notifications on https pages only.",
            "Set SITE_URL to the public origin, such as https://chat.example.org, and serve it over TLS.",
        )
    try:
        yield from _examine_devices(has_key=bool(public_key()))
    except DatabaseError:  # another examination's concern
        return


def _examine_devices(*, has_key: bool) -> Iterator[Finding]:
    rows = PushSubscription.objects.all()
    count, failing = rows.count(), rows.exclude(last_error="").count()
    if has_key and failing * 2 > count > 2:
        error = rows.exclude(last_error="").values_list("last_error", flat=True)[0]
        yield doubtful(
            f"{failing} of {count} devices with push notifications could not be reached lately ({error}).",
            "The server must reach the push services of browsers on port 443, such as fcm.googleapis.com.",
        )
    else:
        yield fine(f"Push notifications have their keys; {count} devices receive them.")
