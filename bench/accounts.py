"""Whether the time of a refused sign-in tells if an account exists: ``python -m bench.accounts`` (docs/accounts.md).

Against a real server with the product's own hashes. Known and unknown addresses take turns, either first by turns, so
that a busy moment hits both alike; what the server's process worked is printed too, which a busy machine disturbs
less. Each attempt comes from an address of its own, and no account is tried often, so that no limit answers.
"""

import argparse
import itertools
import statistics
import time

from tests.support.server import Server

ATTEMPTS = 200
ATTEMPTS_AT_ONE_ACCOUNT = 50
WARM_UP = 5
# The product's settings, not the tests', whose hashes are cheap; callers say where they come from.
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "chatsite.settings",
    "EMAIL_VERIFICATION": "off",
    "REGISTRATIONS_PER_HOUR": "0",
    "TRUSTED_PROXIES": "127.0.0.1",
}


def main():
    """Measure, and print both medians and how far they are apart."""
    parser = argparse.ArgumentParser(prog="python -m bench.accounts", description=__doc__.splitlines()[0])
    parser.add_argument("--attempts", type=int, default=ATTEMPTS, help="of each kind (%(default)s)")
    attempts = parser.parse_args().attempts
    with Server(env=SETTINGS) as server:
        report(timings(server, attempts))


def timings(server, attempts):
    """Return ``{kind: [(milliseconds, milliseconds of the server's CPU)]}`` of ``attempts`` refusals of each kind."""
    accounts = attempts // ATTEMPTS_AT_ONE_ACCOUNT + 1
    emails = {
        "known": [server.register("Known").user["email"] for _ in range(accounts)],
        "unknown": [f"unknown-{number}@example.org" for number in range(accounts)],
    }
    caller = server.caller()
    taken, networks = {"known": [], "unknown": []}, itertools.count(1)
    for number in range(-WARM_UP, attempts):
        for kind in sorted(taken, reverse=number % 2 == 1):
            before_s = server.cpu_seconds()
            time_ms = refusal_ms(caller, emails[kind][number % accounts], f"2001:db8:{next(networks):x}::1")
            if number >= 0:
                taken[kind].append((time_ms, (server.cpu_seconds() - before_s) * 1e3))
    return taken


def refusal_ms(caller, email, address):
    """Return how long the server takes to refuse a wrong password that comes from ``address``."""
    body = {"email": email, "password": "not the passphrase"}
    start = time.perf_counter()
    answer = caller.post("/auth/login", json=body, headers={"X-Forwarded-For": address})
    taken_ms = (time.perf_counter() - start) * 1e3
    assert answer.status_code == 401, answer.text
    return taken_ms


def report(taken):
    """Print the medians of the times, with their quartiles, the mean CPU, and how far they are apart."""
    medians, worked = {}, {}
    for kind, attempts in taken.items():
        times, cpu = zip(*attempts, strict=True)
        low, medians[kind], high = statistics.quantiles(times, n=4)
        worked[kind] = statistics.fmean(cpu)
        print(f"  {kind:8} address, wrong password: median {medians[kind]:.2f} ms ({low:.2f} to {high:.2f}), ", end="")
        print(f"{worked[kind]:.2f} ms of CPU")
    print(f"  the medians of {len(taken['known'])} differ by {apart(medians):.2%}, the CPU by {apart(worked):.2%}")


def apart(two):
    """Return the difference of two numbers as a part of the larger."""
    return abs(two["known"] - two["unknown"]) / max(two.values())


if __name__ == "__main__":
    main()
