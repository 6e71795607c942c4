"""The rooms app."""

from django.apps import AppConfig


class RoomsConfig(AppConfig):
    """Names the app to Django, and lets new people into the default rooms."""

    name = "rooms"

    def ready(self) -> None:
        """Register with the accounts app; models can be imported only now."""
        import rooms.invitations.joining
        import rooms.invitations.personal_data
        import rooms.single_sign_on.services
        import rooms.statistics
        import rooms.upkeep.personal_data  # noqa: F401
        from accounts import hooks
        from chatsite.backup import restoring
        from rooms.invitations.restoring import end_all
        from rooms.invitations.services import arrive
        from rooms.memberships import join_default_rooms, withdraw_soon
        from rooms.upkeep.consistency import rewind_all

        hooks.joined.add("default_rooms", join_default_rooms)
        hooks.joined.add("invitation", arrive)
        hooks.bot_deleted.add("memberships", withdraw_soon)
        restoring.restored.add("versions", rewind_all)
        restoring.restored.add("invitations", end_all)
