"""The site itself, so that its checks and commands are found."""

from django.apps import AppConfig


class ChatsiteConfig(AppConfig):
    """Names the app to Django."""

    name = "chatsite"

    def ready(self) -> None:
        """Register the checks and the lookups."""
        from chatsite import checks  # noqa: F401
        from chatsite.db import lookups  # noqa: F401
