"""What of the site itself is in Django's admin: its background jobs."""

import chatsite.jobs.admin  # noqa: F401
