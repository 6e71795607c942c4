"""How much was said."""

from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from chatsite.observe.statistics import Counts, count
from messaging.models import Message


@count("messages")
def _messages() -> Counts:
    now = timezone.now()
    counted: dict[str, int] = Message.objects.aggregate(
        all=Count("pk"),
        last_day=Count("pk", filter=Q(created_at__gt=now - timedelta(days=1))),
        last_week=Count("pk", filter=Q(created_at__gt=now - timedelta(days=7))),
        deleted=Count("pk", filter=Q(deleted_at__isnull=False)),
    )
    return {name.replace("_", " "): number for name, number in counted.items()}
