"""Feedback for the administrators."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MAX_CONTENT_CHARS = 4_000
EXCERPT_CHARS = 80


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    """Queries for feedback."""

    def pending(self) -> Self:
        """Keep feedback that is not done."""
        return self.exclude(status=Feedback.Status.DONE)


class Feedback(models.Model):
    """Feedback from a member or a visitor."""

    class Category(models.TextChoices):
        """The subject."""

        BUG = "bug", _("Something is broken")
        IDEA = "idea", _("Idea")
        QUESTION = "question", _("Question")
        OTHER = "other", _("Something else")

    class Status(models.TextChoices):
        """The progress."""

        NEW = "new", _("New")
        IN_PROGRESS = "in_progress", _("In progress")
        DONE = "done", _("Done")

    content = models.TextField(_("text"))
    category = models.CharField(_("category"), max_length=10, choices=Category.choices, default=Category.OTHER)
    email = models.EmailField(max_length=254, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="feedbacks"
    )
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.NEW)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="assigned_feedbacks",
        verbose_name=_("assignee"),
    )
    created_at = models.DateTimeField(_("date"), default=timezone.now)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        db_table = "feedbacks"
        ordering: ClassVar[list[str]] = ["-created_at"]
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["status", "-created_at"], name="feedbacks_queue")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.excerpt}"

    @property
    def excerpt(self) -> str:
        """Return the beginning of the text on one line."""
        line = " ".join(self.content.split())
        return line if len(line) <= EXCERPT_CHARS else f"{line[: EXCERPT_CHARS - 1]}…"

    @property
    def reply_address(self) -> str:
        """Return the address for a reply, or an empty text."""
        return self.email or (self.user.email if self.user else "")


class Answer(models.Model):
    """An administrator's reply by email; ``sent_at`` is when the mail server accepted it."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="answers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    content = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "feedback_answers"

    def __str__(self) -> str:
        return f"answer to feedback {self.feedback_id}"
