"""Background jobs."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MAX_ERROR_CHARS = 500


class JobQuerySet(models.QuerySet["Job"]):
    """Queries for jobs."""

    def due(self, now: datetime) -> "JobQuerySet":
        """Return the jobs to run now, the longest overdue first."""
        return self.filter(failed_at=None, due_at__lte=now).order_by("due_at")

    def waiting(self) -> "JobQuerySet":
        """Return the queued jobs."""
        return self.filter(failed_at=None)

    def failed(self) -> "JobQuerySet":
        """Return the jobs that failed permanently."""
        return self.exclude(failed_at=None)


class Job(models.Model):
    """A job, stored in the transaction that needs it and deleted when it succeeds.

    A worker that starts a job moves ``due_at`` past the time it may take, so the job of a dead process falls due again.
    """

    kind = models.CharField(_("kind"), max_length=40)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(_("queued"), default=timezone.now)
    due_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    failed_at = models.DateTimeField(_("failed"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=MAX_ERROR_CHARS, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        db_table = "jobs"
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["failed_at", "due_at"], name="jobs_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class WriteMark(models.Model):
    """What a transaction leaves to be recognised by, should its COMMIT never be answered (chatsite.db.write_marks)."""

    in_backups = False

    key = models.UUIDField(primary_key=True)
    left_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "write_marks"

    def __str__(self) -> str:
        return str(self.key)
