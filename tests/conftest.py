"""What every test shares: see tests/support/.

Properties have no limit of time for an example: a busy machine is no fault. In continuous integration their examples
are the same each time, so that a change is judged by itself; elsewhere they are new ones.
"""

import os

from hypothesis import HealthCheck, settings

pytest_plugins = [
    "tests.support.selection",
    "tests.support.second_tries",
    "tests.support.failures_at_once",
    "tests.support.slowest_files",
    "tests.support.fixtures",
]

settings.register_profile(
    "chatsite", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("chatsite")
