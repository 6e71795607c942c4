"""The site itself, so that its checks and commands are found."""

from django.apps import AppConfig


class ChatsiteConfig(AppConfig):
    """Names the app to Django."""

    name = "chatsite"

    def ready(self) -> None:
        """Register the checks, the lookups, the numbers of jobs and the site's identity."""
        import chatsite.checks
        import chatsite.db.lookups
        import chatsite.jobs.checks
        import chatsite.jobs.counting  # noqa: F401
        from chatsite.site.identity import source
        from chatsite.site.rows import read_identity

        source.provide(read_identity)
