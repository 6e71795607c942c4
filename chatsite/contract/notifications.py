"""What the endpoints of notifications answer (docs/contract.md)."""

from typing import Literal, TypedDict


class NotificationsPayload(TypedDict):
    """What I chose about notifications; hours are ``HH:MM`` in my time zone."""

    push_for: list[str]
    mail_for: list[str]
    mail_after_s: int
    quiet_from: str | None
    quiet_to: str | None
    time_zone: str
    sound: bool
    paused_until: str | None


class SilencePayload(TypedDict):
    """Why nothing disturbs me now, and until when."""

    reason: Literal["paused", "quiet_hours"]
    until: str


class DevicePayload(TypedDict):
    """A browser in which I receive notifications; ``last_error`` is empty when the last one arrived."""

    id: int
    label: str
    current: bool
    created_at: str
    last_success_at: str | None
    last_error: str


class NotificationsAnswer(TypedDict):
    """What I am notified of, why nothing disturbs me now, and which ways there are; the key is to subscribe with."""

    notifications: NotificationsPayload
    silence: SilencePayload | None
    mail_available: bool
    push_available: bool
    push_key: str | None


class DeviceAnswer(TypedDict):
    """A browser in which I receive notifications."""

    device: DevicePayload


class DevicesAnswer(TypedDict):
    """The browsers in which I receive notifications."""

    devices: list[DevicePayload]


class PushTestResult(TypedDict):
    """What became of a test; ``reason`` says in words what failed."""

    id: int
    ok: bool
    reason: str


class PushTestAnswer(TypedDict):
    """What became of a test, for each of my devices."""

    results: list[PushTestResult]
