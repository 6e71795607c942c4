"""Registers what goes with rooms, and what people have of webhooks."""

import messaging.webhooks.incoming.personal_data
import messaging.webhooks.incoming.purging  # noqa: F401
