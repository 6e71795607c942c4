"""What a post by a webhook costs beside a message over HTTP: ``python -m bench.webhooks``.

One server on SQLite; a member and a webhook post the same texts to one room and take turns, each first every other
time, so that whatever else the machine does falls on both. An alert in Slack's format is a third. The unit is server
CPU, by the kernel's account (docs/decisions/incoming-webhooks.md).
"""

import argparse
import statistics
import sys
from collections.abc import Callable
from itertools import count

import httpx

from tests.support.server import Server

NO_LIMITS = {"RATE_HTTP": "100000/100000", "RATE_WEBHOOK": "100000/100000", "POSTS_PER_MINUTE": "0"}
GOAL = 1.3
ALERT = {
    "username": "Alertmanager",
    "attachments": [
        {
            "color": "danger",
            "title": "[FIRING:2] HighLatency (prod api)",
            "title_link": "http://alertmanager.example:9093/#/alerts?receiver=chat&amp;silenced=false",
            "text": "*Alert:* p99 latency &gt; 2s\n*Graph:* <http://prometheus.example/graph?g0.expr=rate|:chart:>",
            "fields": [{"title": "Instance", "value": "`api-1:9100`", "short": True}],
        }
    ],
}


def turns_of(server: Server) -> dict[str, Callable[[], httpx.Response]]:
    """Return what posts one message, by who does."""
    owner = server.register("Owner")
    room = owner.post("/rooms", json={"name": "Bench"}).raise_for_status().json()["room"]["id"]
    made = owner.post(f"/rooms/{room}/webhooks", json={"name": "Bench"}).raise_for_status().json()["webhook"]
    program, path, numbers = httpx.Client(base_url=server.url, timeout=60), f"/hooks/{made['url'][-32:]}", count()
    return {
        "a member": lambda: owner.post(f"/rooms/{room}/messages", json={"content": f"Build {next(numbers)} is done."}),
        "a webhook": lambda: program.post(path, json={"content": f"Build {next(numbers)} is done."}),
        "an alert for Slack": lambda: program.post(path, json=ALERT),
    }


def cost_of(server: Server, post: Callable[[], httpx.Response], messages: int) -> float:
    """Return the server CPU of one of ``messages`` posts, in seconds."""
    before_s = server.cpu_seconds()
    for _ in range(messages):
        post().raise_for_status()
    return (server.cpu_seconds() - before_s) / messages


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=20)
    parser.add_argument("--messages", type=int, default=200, help="in each turn")
    options = parser.parse_args()
    costs: dict[str, list[float]] = {}
    with Server(env=NO_LIMITS) as server:
        posts = turns_of(server)
        for turn in range(options.turns + 1):
            for name in posts if turn % 2 else reversed(posts):
                cost = cost_of(server, posts[name], options.messages)
                if turn:  # the first warms up
                    costs.setdefault(name, []).append(cost)
    for name, of in costs.items():
        show(name, of, costs["a member"])
    return int(statistics.median(costs["a webhook"]) > GOAL * statistics.median(costs["a member"]))


def show(name: str, costs: list[float], members: list[float]) -> None:
    """Print what a post costs, and the ratio of the turns with its quartiles."""
    low, middle, high = statistics.quantiles([one / member for one, member in zip(costs, members, strict=True)], n=4)
    took = f"{statistics.median(costs) * 1e6:,.0f} µs of server CPU"
    print(f"{name}: {took}; × {middle:.3f} (quartiles {low:.3f} to {high:.3f}, {len(costs)} turns)")


if __name__ == "__main__":
    sys.exit(main())
