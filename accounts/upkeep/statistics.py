"""How many people there are, without bots."""

from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import Session, User
from chatsite.observe.statistics import Counts, count


@count("people")
def _people() -> Counts:
    now = timezone.now()
    counted = User.objects.filter(bot_kind="").aggregate(
        all=Count("pk"),
        administrators=Count("pk", filter=Q(is_active=True, is_superuser=True)),
        deactivated=Count("pk", filter=Q(is_active=False)),
        waiting=Count("pk", filter=Q(awaits_approval=True)),
        banned=Count("pk", filter=Q(banned_until__gt=now)),
        muted=Count("pk", filter=Q(muted_until__gt=now)),
    )
    return counted | {"sessions": Session.objects.live().count()}
