"""The product's settings, as tests run them: nothing of the developer's ``.env``, passwords hashed quickly, any number
of accounts, which need not confirm their email address."""

import os

os.environ.setdefault("ENV_FILE", os.devnull)
os.environ.setdefault("EMAIL_VERIFICATION", "off")
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0123456789abcdef" * 4)

# Each process of pytest-xdist has a corner of the lane's Redis to itself.
_worker = os.environ.get("PYTEST_XDIST_WORKER", "")
if _worker and os.environ.get("REDIS_URL"):
    os.environ["REDIS_PREFIX"] = f"test-{_worker}"
    os.environ["REDIS_URL"] += f"?db={int(_worker.removeprefix('gw')) + 1}"

from chatsite.limits.bucket import Rate  # noqa: E402
from chatsite.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["tests.support.hashers.QuickHasher"]
REGISTRATIONS_PER_HOUR = 0
POSTS_PER_MINUTE = CHANGES_PER_MINUTE = SEARCHES_PER_MINUTE = ROOMS_PER_DAY = 0
RATE_HTTP = RATE_WEBHOOK = Rate(1_000_000, 1_000_000)
LOGGING["loggers"] |= {"httpx": {"level": "WARNING"}, "httpcore": {"level": "WARNING"}}  # noqa: F405
