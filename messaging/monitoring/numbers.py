"""Who is online and how much was said today, for the admin's first page."""

from django.core.cache import caches
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chatsite.backoffice.numbers import number
from messaging.monitoring.last_day import messages_since
from messaging.monitoring.process_status import processes

KEPT_S = 10


@number(_("Online"), "status", position=2)
def online() -> int:
    """Return how many people are online, as this process knows."""
    running = processes()
    return running[0].people_online if running else 0


@number(_("Messages today"), "admin:messaging_message_changelist", position=3)
def messages_today() -> int:
    """Return how many messages were written since midnight in the reader's time zone."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    name = f"messages-since-{midnight.timestamp():.0f}"
    return int(caches["local"].get_or_set(name, lambda: messages_since(midnight), KEPT_S) or 0)
