"""Sending pushes in the background, some hundred in a job, each job to one push service.

A job holds ids alone. What it says is read when it is sent, and whether it still may be: what was read, deleted or
forbidden meanwhile does not go out.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any, Final, NamedTuple

from django.utils import timezone

from chatsite.db.prepared import PreparedRows
from chatsite.db.transactions import in_repeatable_transaction
from chatsite.jobs.queue import Lane, enqueue, enqueue_later, handler, wake
from chatsite.limits.pace import Pace
from chatsite.observe import metrics
from messaging.notifications.deciding import ADDRESSED, To, why_no_push
from messaging.notifications.devices import living
from messaging.notifications.facts import Candidate, facts_about
from messaging.notifications.models import MAX_ERROR_CHARS, PushSubscription
from messaging.notifications.push import reasons
from messaging.notifications.push.contents import message_contents, read_contents
from messaging.notifications.push.delivery import (
    TTL_S,
    Outcome,
    Parcel,
    Result,
    deliver,
    host_of,
    hosts,
    topic_of,
)
from messaging.notifications.push.signing import Signer

PER_JOB: Final = 100
AT_ONCE: Final = 8  # requests of a job
JOB_S: Final = 20.0  # what a slow push service has not taken by then is tried again later
FIRST_PAUSE_S, LONGEST_PAUSE_S = 10.0, 1800.0
TURN_S: Final = 0.5
# A crowd's pushes leave evenly: each takes a millisecond of the interpreter, which storing a message would wait for.
pace: Final = Pace(per_s=300)
# Browsers whose push services end a subscription after messages that show nothing: those are not closed from afar.
MUST_SHOW: Final = (".push.apple.com",)

Item = list[Any]  # [subscription id, *candidate, is silent] of news; [subscription id, room id, version] of closings


class Push(NamedTuple):
    """A message that is to be shown on a person's devices; ``is_silent`` follows another one closely."""

    candidate: Candidate
    is_silent: bool = False


def queue_pushes(pushes: Sequence[Push]) -> None:
    """Have messages shown on all devices of their people, after the running transaction."""
    of_people = _devices_of({one.candidate.user_id for one in pushes})
    by_host: defaultdict[str, list[Item]] = defaultdict(list)
    for one in pushes:
        for device_id, host in of_people.get(one.candidate.user_id, ()):
            by_host[host].append([device_id, *one.candidate, one.is_silent])
    for host, items in by_host.items():
        for part in _parts(items):
            enqueue(push_news, host=host, items=part, queued_at=time.time(), tries=0)


def queue_closings(closed: Sequence[tuple[int, int, int]]) -> None:
    """Have notifications closed on all devices: of each ``(user id, room id, version)`` those up to the version."""
    of_people = _devices_of({user_id for user_id, _room, _version in closed})
    by_host: defaultdict[str, list[Item]] = defaultdict(list)
    for user_id, room_id, version in closed:
        for device_id, host in of_people.get(user_id, ()):
            if not host.endswith(MUST_SHOW):
                by_host[host].append([device_id, room_id, version])
    for host, items in by_host.items():
        for part in _parts(items):
            enqueue(push_closings, host=host, items=part, queued_at=time.time(), tries=0)


def _devices_of(user_ids: Iterable[int]) -> Mapping[int, list[tuple[int, str]]]:
    found: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    ordered = sorted(user_ids)
    for first in range(0, len(ordered), 500):
        for device_id, user_id, endpoint in _endpoints(ordered[first : first + 500]):
            found[user_id].append((device_id, host_of(endpoint)))
    return found


_endpoints = PreparedRows(
    lambda users: PushSubscription.objects.filter(user__in=users).order_by("pk").values_list("pk", "user", "endpoint")
)


def _parts(items: Sequence[Item]) -> Iterable[list[Item]]:
    return (list(items[first : first + PER_JOB]) for first in range(0, len(items), PER_JOB))


def _is_ready(host: str, **_payload: object) -> bool:
    """Tell whether a job for a push service can do something now, be it to leave it alone for longer."""
    return hosts.has_room(host) or hosts.pause_left_s(host) > 0


@handler("push_news", lane=Lane.PUSH, is_ready=_is_ready)
def push_news(host: str, items: list[Item], queued_at: float, tries: int) -> None:
    """Show messages on devices of one push service, those that still concern their people."""
    job = _Job(push_news, host, queued_at, tries)
    job.run(items, _news_parcels)


@handler("push_closings", lane=Lane.PUSH, is_ready=_is_ready)
def push_closings(host: str, items: list[Item], queued_at: float, tries: int) -> None:
    """Close notifications on devices of one push service."""
    job = _Job(push_closings, host, queued_at, tries)
    job.run(items, _closing_parcels)


class _Job(NamedTuple):
    """A batch for one push service; what it did not take is queued again, by itself."""

    work: Any
    host: str
    queued_at: float
    tries: int

    def run(self, items: list[Item], parcels_of: Any) -> None:
        """Send what can be sent now."""
        if time.time() - self.queued_at > TTL_S:
            metrics.PUSHES.labels("expired").inc(len(items))
            return
        if left := hosts.pause_left_s(self.host):
            self._again(items, left + FIRST_PAUSE_S)
            return
        with hosts.turn(self.host) as is_free:
            if is_free:
                self._send(items, parcels_of(items))
            else:
                self._again(items, TURN_S, tries=self.tries)
        wake[Lane.PUSH].set()

    def _send(self, items: list[Item], parcels: Mapping[int, Parcel]) -> None:
        """Send what is to be sent of ``items``; ``parcels`` are by their place among these."""
        outcomes = _sent(self.host, parcels)
        metrics.PUSHES.labels("obsolete").inc(len(items) - len(parcels))
        for one in outcomes.values():
            metrics.PUSHES.labels(one.result).inc()
        note_outcomes([(parcels[place].device, one) for place, one in outcomes.items()])
        failed = {place: one for place, one in outcomes.items() if one.result is Result.FAILED}
        by_pause: defaultdict[float, list[Item]] = defaultdict(list)
        for place, one in failed.items():
            by_pause[one.retry_after_s].append(items[place])
        for asked_s, left in by_pause.items():
            self._again(left, max(asked_s, min(FIRST_PAUSE_S * 2**self.tries, LONGEST_PAUSE_S)))

    def _again(self, items: list[Item], after_s: float, *, tries: int | None = None) -> None:
        tries = min(self.tries + 1, 20) if tries is None else tries
        payload = {"host": self.host, "items": items, "queued_at": self.queued_at, "tries": tries}
        enqueue_later(timedelta(seconds=after_s), self.work, **payload)


def _news_parcels(items: list[Item]) -> dict[int, Parcel]:
    """Return what is shown of the messages that still concern their people, by the items' places."""
    devices = _living({item[0] for item in items})
    news = {place: (item, Candidate(*item[1:-1])) for place, item in enumerate(items) if item[0] in devices}
    news = {place: (item, one) for place, (item, one) in news.items() if devices[item[0]].user_id == one.user_id}
    now = timezone.now()
    wanted = list(dict.fromkeys(one._replace(to=To(one.to)) for _item, one in news.values()))
    due = [one for one in facts_about(wanted, is_shown=True) if not why_no_push(one.news, one.place, one.wishes, now)]
    shown = message_contents(due)
    urgent = {one.candidate.pair for one in due if one.place.is_direct or one.candidate.to in ADDRESSED}
    parcels = {}
    for place, (item, one) in news.items():
        contents = shown.get(one.pair)
        if contents:
            said = {**contents, "silent": True} if item[-1] else contents
            parcels[place] = Parcel(devices[item[0]], said, topic_of(*one.pair), one.pair in urgent)
    return parcels


def _closing_parcels(items: list[Item]) -> dict[int, Parcel]:
    devices = _living({item[0] for item in items})
    return {
        place: Parcel(device, read_contents(room_id, version), topic_of(device.user_id, room_id))
        for place, (device_id, room_id, version) in enumerate(items)
        if (device := devices.get(device_id))
    }


def _living(ids: Iterable[int]) -> dict[int, PushSubscription]:
    return {row.pk: row for row in living(PushSubscription.objects.filter(pk__in=list(ids)))}


def _sent(host: str, parcels: Mapping[int, Parcel]) -> dict[int, Outcome]:
    """Send to one push service, a few at a time; once it does not answer, the rest is left for later."""
    if not parcels:
        return {}
    signer, until = Signer(), time.monotonic() + JOB_S

    def send(parcel: Parcel) -> Outcome:
        if time.monotonic() > until or hosts.pause_left_s(host) or not hosts.may_go_on(host):
            return Outcome(Result.FAILED, reasons.UNREACHABLE)
        pace.wait()
        began = time.monotonic()
        outcome = deliver(parcel, signer)
        hosts.note(host, is_well=outcome.is_answered, took_s=time.monotonic() - began)
        return outcome

    with ThreadPoolExecutor(min(AT_ONCE, len(parcels)), thread_name_prefix="push") as pool:
        return dict(zip(parcels, pool.map(send, parcels.values()), strict=True))


@in_repeatable_transaction
def note_outcomes(outcomes: Sequence[tuple[PushSubscription, Outcome]]) -> None:
    """Remember what worked, and why the rest did not; a browser that has unsubscribed is forgotten."""
    by_result: defaultdict[tuple[Result, str], list[int]] = defaultdict(list)
    for device, one in outcomes:
        by_result[one.result, one.reason[:MAX_ERROR_CHARS]].append(device.pk)
    for (result, reason), ids in by_result.items():
        rows = PushSubscription.objects.filter(pk__in=ids)
        if result is Result.GONE:
            rows.delete()
        elif result is Result.SENT:
            rows.update(last_success_at=timezone.now(), last_error="")
        else:
            rows.update(last_error=reason)
