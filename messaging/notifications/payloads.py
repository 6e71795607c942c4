"""What people see of their notifications and devices."""

from datetime import time
from typing import Literal

from django.utils import timezone

from chatsite.contract.notifications import DevicePayload, NotificationsPayload, PushTestResult, SilencePayload
from chatsite.text.times import end_if_ahead, timestamp
from messaging.notifications.deciding import Reason, Wanted
from messaging.notifications.models import NotificationSettings, PushSubscription
from messaging.notifications.push.checking import Tried
from messaging.notifications.push.delivery import Result
from messaging.notifications.push.reasons import reason_in_words


def notifications_payload(chosen: NotificationSettings) -> NotificationsPayload:
    """Return what a person chose; a pause that is over is none."""
    return {
        "push_for": Wanted(chosen.push_for).names,
        "mail_for": Wanted(chosen.mail_for).names,
        "mail_after_s": chosen.mail_after_s,
        "quiet_from": _clock(chosen.quiet_from),
        "quiet_to": _clock(chosen.quiet_to),
        "time_zone": chosen.time_zone,
        "sound": chosen.sound,
        "paused_until": end_if_ahead(chosen.paused_until),
    }


def silence_payload(chosen: NotificationSettings) -> SilencePayload | None:
    """Return why nothing disturbs a person now, and until when; nothing if something may."""
    silence = chosen.wishes.silence(timezone.now())
    if silence is None:
        return None
    reason: Literal["paused", "quiet_hours"] = "paused" if silence.reason is Reason.PAUSED else "quiet_hours"
    return {"reason": reason, "until": timestamp(silence.until)}


def device_payload(device: PushSubscription, *, session_hash: str | None) -> DevicePayload:
    """Return a device of the caller; ``current`` is the one that asks."""
    return {
        "id": device.pk,
        "label": device.label,
        "current": device.session_hash == session_hash,
        "created_at": timestamp(device.created_at),
        "last_success_at": timestamp(device.last_success_at),
        "last_error": str(reason_in_words(device.last_error)),
    }


def tried_payload(tried: Tried) -> PushTestResult:
    """Return what became of a test."""
    is_sent = tried.outcome.result is Result.SENT
    return {"id": tried.device.pk, "ok": is_sent, "reason": str(reason_in_words(tried.outcome.reason))}


def _clock(moment: time | None) -> str | None:
    return f"{moment:%H:%M}" if moment is not None else None
