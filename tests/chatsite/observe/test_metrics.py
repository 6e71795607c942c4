"""What Prometheus sees, and who may see it."""

import asyncio
import re
import time
from collections import Counter as Tally
from pathlib import Path

import pytest
from django.utils import timezone
from prometheus_client import REGISTRY, Counter
from prometheus_client.parser import text_string_to_metric_families

from chatsite.models import Job
from chatsite.observe import metrics
from tests.support.fixtures import LANE_REDIS
from tests.support.sockets import listening

ROOT = Path(__file__).parents[3]
TOKEN = "prometheus-" + "0" * 40


def samples(text: str) -> dict[tuple[str, frozenset], float]:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def value(found: dict[tuple[str, frozenset], float], name: str, **labels: str) -> float:
    return found.get((name, frozenset(labels.items())), 0)


def sampled(caller, is_so) -> dict[tuple[str, frozenset], float]:
    """Return the metrics once a sample, which each process takes every second, fits."""
    deadline = time.monotonic() + 60
    while not is_so(now := read(caller)):
        assert time.monotonic() < deadline, now
        time.sleep(0.2)
    return now


def read(caller, token: str = TOKEN) -> dict[tuple[str, frozenset], float]:
    answer = caller.get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200, answer.text
    return samples(answer.text)


@pytest.fixture(scope="module")
def measured(make_server):
    """Return an installation whose metrics can be read; with Redis, one of two workers."""
    workers = 2 if LANE_REDIS else 1
    return make_server(env={"METRICS_TOKEN": TOKEN}, workers=workers)


async def test_what_happens_is_counted(measured):
    alice, bob = measured.register("Alice"), measured.register("Bob")
    before = read(alice)
    room_id = 1
    async with listening(alice, bob) as (speaker, hearer):
        await speaker.succeeds("join_room", room_id=room_id)
        await hearer.succeeds("join_room", room_id=room_id)
        for number in range(15):
            await speaker.says(room_id, f"message {number}")
        assert await speaker.refused("send_message", room_id=10**9, content="nowhere") == "not_found"
        await hearer.receives("new_message", lambda event: event["message"]["content"] == "message 14")
        sent = {"event": "send_message"}
        expected = [
            ("chatsite_deliveries_total", {}, 2 * 15),
            ("chatsite_event_seconds_count", {**sent, "outcome": "ok"}, 15),
            ("chatsite_event_seconds_count", {**sent, "outcome": "not_found"}, 1),
            ("chatsite_event_seconds_sum", {**sent, "outcome": "ok"}, 1e-6),
            ("chatsite_fan_out_seconds_count", {}, 15),
            ("chatsite_http_request_seconds_count", {"method": "GET", "route": "/metrics", "status": "200"}, 1),
        ]

        def are_counted(now):
            return all(
                value(now, name, **labels) >= value(before, name, **labels) + least for name, labels, least in expected
            )

        now = await asyncio.to_thread(sampled, alice, are_counted)
        assert value(now, "chatsite_connections") == 2
    assert value(now, "chatsite_messages_total") == value(before, "chatsite_messages_total") + 15
    gone = await asyncio.to_thread(sampled, alice, lambda now: value(now, "chatsite_connections") == 0)
    assert sum(count for (name, _), count in gone.items() if name == "chatsite_connections_closed_total") == 2


def test_routes_are_named_by_pattern_and_strange_ones_not_at_all(measured):
    alice = measured.register("Alice")
    alice.get("/rooms/1/messages")
    alice.get("/no/such/page")
    alice.request("BREW", "/rooms")

    def seen(found, label):
        return {dict(labels).get(label) for name, labels in found if name == "chatsite_http_request_seconds_count"}

    now = sampled(alice, lambda now: {"/none", "/rooms/<number:room_id>/messages"} <= seen(now, "route"))
    assert not any("no/such" in route for route in seen(now, "route"))
    now = sampled(alice, lambda now: "other" in seen(now, "method"))
    assert "BREW" not in seen(now, "method")


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer wrong", f"Bearer {TOKEN}0", TOKEN])
def test_no_one_else_sees_anything(measured, given):
    assert measured.caller().get("/metrics", headers={"Authorization": given}).status_code == 404


@pytest.mark.parametrize(("hosts", "status"), [([], 404), (["127.0.0.0/8"], 200), (["10.0.0.0/8", "::1"], 404)])
def test_a_host_is_known_by_its_address(client, db, settings, hosts, status):
    settings.METRICS_HOSTS = hosts
    assert client.get("/metrics").status_code == status


def test_jobs_are_counted_in_the_table(client, db, settings):
    settings.METRICS_HOSTS = ["127.0.0.1"]
    Job.objects.create(kind="nothing", payload={})
    assert value(samples(client.get("/metrics").text), "chatsite_jobs_queued", state="waiting") == 1
    Job.objects.update(failed_at=timezone.now())
    seen = samples(client.get("/metrics").text)
    assert stored(seen, "chatsite_jobs_queued") == {"waiting": 0, "failed": 1}
    assert stored(seen, "chatsite_jobs_stored") == {"waiting": 0, "given_up": 1}, "the names of 0.1"


def stored(seen: dict[tuple[str, frozenset], float], name: str) -> dict[str, float]:
    return {dict(labels)["state"]: count for (found, labels), count in seen.items() if found == name}


def test_a_job_that_fails_permanently_is_counted_once_under_its_name_and_once_under_that_of_0_1():
    counts = {metrics.JOB_ATTEMPTS: "failed_permanently", metrics.OLD_JOBS: "given up"}
    before = [outcomes(counter) for counter in counts]
    metrics.count_job("nothing", "failed_permanently")
    for counter, earlier in zip(counts, before, strict=True):
        assert outcomes(counter) - earlier == Tally({counts[counter]: 1})


def outcomes(counter: Counter) -> Tally[str]:
    """Return how often ``counter`` counted each outcome of the jobs of this test."""
    found = (sample for family in counter.collect() for sample in family.samples)
    return Tally(
        {
            sample.labels["outcome"]: int(sample.value)
            for sample in found
            if sample.name.endswith("_total") and sample.labels["kind"] == "nothing"
        }
    )


def test_the_connection_to_other_processes_has_its_name_of_0_1_too():
    for is_connected in (True, False):
        metrics.set_connected(is_connected)
        values = [
            family.samples[0].value
            for gauge in (metrics.CONNECTED, metrics.OLD_CONNECTED)
            for family in gauge.collect()
        ]
        assert values == [is_connected, is_connected]


@pytest.mark.parametrize("file", sorted((ROOT / "deploy").glob("*/*metrics*")), ids=lambda path: path.name)
def test_the_shipped_dashboard_and_alerts_name_metrics_that_exist(file):
    families = {family.name for family in REGISTRY.collect()}
    known = families | {"chatsite_jobs_queued", "chatsite_jobs_late_seconds"}
    named = set(re.findall(r"\bchatsite_\w+", file.read_text()))
    assert named
    assert {re.sub(r"_(total|bucket|count|sum)$", "", name) for name in named} <= known
