"""Invitations after a restore: what was revoked since the backup must not let anyone in again."""

from django.apps.registry import Apps
from django.utils import timezone


def end_all(registry: Apps) -> None:
    """End every invitation of the backup, if it is recent enough to have some; who came by them stays known."""
    model = registry.get_app_config("rooms").models.get("invitation")
    if model:
        model._base_manager.filter(revoked_at=None).update(revoked_at=timezone.now())
