"""The rooms app."""

from django.apps import AppConfig


class RoomsConfig(AppConfig):
    """Names the app to Django, and lets new people into the default rooms."""

    name = "rooms"

    def ready(self) -> None:
        """Register with the accounts app; models can be imported only now."""
        import rooms.personal_data
        import rooms.statistics  # noqa: F401
        from accounts import hooks
        from chatsite.backup import restoring
        from rooms.services import join_default_rooms, rewind_all

        if join_default_rooms not in hooks.joined:
            hooks.joined.append(join_default_rooms)
        if rewind_all not in restoring.restored:
            restoring.restored.append(rewind_all)
