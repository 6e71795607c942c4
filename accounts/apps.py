"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Names the app to Django, and its background work to the queue."""

    name = "accounts"

    def ready(self) -> None:
        """Register the jobs; models can be imported only now."""
        import accounts.blocking.personal_data
        import accounts.mails
        import accounts.self_service.deletion
        import accounts.site.mail_test
        import accounts.upkeep.statistics  # noqa: F401
