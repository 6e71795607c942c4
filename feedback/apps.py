"""The feedback app."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """Names the app to Django, and its background work to the queue."""

    name = "feedback"

    def ready(self) -> None:
        """Register the mail; models can be imported only now."""
        import feedback.belongings
        import feedback.figures
        import feedback.mails  # noqa: F401
