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
        import accounts.single_sign_on.parts
        import accounts.single_sign_on.personal_data
        import accounts.site.mail_test
        import accounts.tokens.personal_data
        import accounts.upkeep.statistics  # noqa: F401
        from accounts import hooks
        from accounts.tokens.services import revoke_all

        hooks.signed_out.add("tokens", revoke_all)
