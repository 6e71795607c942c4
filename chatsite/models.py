"""Work to be done soon, outside any request."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MAX_ERROR_CHARS = 500


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs, by their state."""

    def due(self, now: datetime) -> "JobQuerySet":
        """Return those to be run, the one that waits longest first."""
        return self.filter(failed_at=None, due_at__lte=now).order_by("due_at")

    def waiting(self) -> "JobQuerySet":
        """Return those that will be tried, now or later."""
        return self.filter(failed_at=None)

    def failed(self) -> "JobQuerySet":
        """Return those that were given up."""
        return self.exclude(failed_at=None)


class Job(models.Model):
    """A piece of work, stored in the transaction that wants it done; deleted when it is.

    Whoever runs a job first moves ``due_at`` past the time it may take: a job whose process died falls due again.
    """

    kind = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=MAX_ERROR_CHARS, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        db_table = "jobs"
        verbose_name = _("background job")
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
