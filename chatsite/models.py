"""Background jobs, and the site's settings that administrators change in the browser."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MAX_ERROR_CHARS = 500
MAX_SITE_NAME_CHARS = 40
MAX_DESCRIPTION_CHARS = 160
MAX_SITE_TEXT_CHARS = 5_000  # in a form with two such texts, less than MAX_BODY_BYTES


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


class Site(models.Model):
    """What administrators set for the whole site: one row at most, none while everything is as installed.

    ``logo`` and ``icon`` are files in the media folder. The rest is for the checklist of a new site: when the backup
    command last ran, how the last test email went, and what was confirmed or dismissed.
    """

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    name = models.CharField(max_length=MAX_SITE_NAME_CHARS, blank=True)
    description = models.CharField(max_length=MAX_DESCRIPTION_CHARS, blank=True)
    logo = models.CharField(max_length=100, blank=True)
    icon = models.CharField(max_length=100, blank=True)
    welcome = models.TextField(blank=True)
    rules = models.TextField(blank=True)
    backed_up_at = models.DateTimeField(null=True)
    mail_tested_at = models.DateTimeField(null=True)
    mail_test_ended_at = models.DateTimeField(null=True)
    mail_test_error = models.CharField(max_length=MAX_ERROR_CHARS, blank=True)
    registration_confirmed_at = models.DateTimeField(null=True)
    checklist_dismissed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "site"
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(id=1), name="site_is_one_row")
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def locked(cls) -> "Site":
        """Return the row, made if there is none, locked until the transaction ends."""
        cls.objects.get_or_create(pk=cls.ONLY)
        return cls.objects.select_for_update().get(pk=cls.ONLY)
