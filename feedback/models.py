"""What people tell the hosts."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MAX_CONTENT_CHARS = 4_000
EXCERPT_CHARS = 80


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    """Names which feedback is meant."""

    def pending(self) -> Self:
        """Keep what is not done."""
        return self.exclude(status=Feedback.Status.DONE)


class Feedback(models.Model):
    """A message to the hosts, from a person or a visitor."""

    class Category(models.TextChoices):
        """What it is about."""

        BUG = "bug", _("something is broken")
        IDEA = "idea", _("an idea")
        QUESTION = "question", _("a question")
        OTHER = "other", _("something else")

    class Status(models.TextChoices):
        """How far the hosts are with it."""

        NEW = "new", _("new")
        IN_PROGRESS = "in_progress", _("in progress")
        DONE = "done", _("done")

    content = models.TextField()
    category = models.CharField(max_length=10, choices=Category.choices, default=Category.OTHER)
    email = models.EmailField(max_length=254, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="feedbacks"
    )
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.NEW)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="assigned_feedbacks"
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        db_table = "feedbacks"
        ordering: ClassVar[list[str]] = ["-created_at"]
        verbose_name_plural = _("feedback")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["status", "-created_at"], name="feedbacks_queue")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.excerpt}"

    @property
    def excerpt(self) -> str:
        """Return the beginning, in one line."""
        line = " ".join(self.content.split())
        return line if len(line) <= EXCERPT_CHARS else f"{line[: EXCERPT_CHARS - 1]}…"

    @property
    def reply_address(self) -> str:
        """Return where an answer can be sent, if anywhere."""
        return self.email or (self.user.email if self.user else "")


class Answer(models.Model):
    """What the hosts answered by e-mail; ``sent_at`` is when the mail server took it."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="answers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    content = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "feedback_answers"

    def __str__(self) -> str:
        return f"answer to feedback {self.feedback_id}"
