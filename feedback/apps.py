"""The feedback app."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """Names the app to Django, and its background work to the queue."""

    name = "feedback"

    def ready(self) -> None:
        """Register the mail; models can be imported only now."""
        import feedback.mails
        import feedback.personal_data
        import feedback.statistics  # noqa: F401
