"""Background work in Django's admin: what waits, and what was given up."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from chatsite.backoffice.tools import ReadOnlyAdmin
from chatsite.jobs import queue as jobs
from chatsite.models import Job
from chatsite.observe.queues import queue


@queue(_("Background jobs"), "admin:chatsite_job_changelist", "?failed_at__isempty=1")
def _waiting() -> int:
    return Job.objects.waiting().count()


@queue(_("Jobs given up"), "admin:chatsite_job_changelist", "?failed_at__isempty=0")
def _given_up() -> int:
    return Job.objects.failed().count()


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """Jobs that wait or were given up; done ones are gone."""

    list_display = ("kind", "created_at", "attempts", "due_at", "failed_at", "last_error")
    list_filter = ("kind", ("failed_at", admin.EmptyFieldListFilter))
    actions = ("try_again", "drop")

    @admin.action(description=_("Try again"))
    def try_again(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        """Have them run once more, now."""
        jobs.retry(queryset)

    @admin.action(description=_("Drop what was given up"))
    def drop(self, request: HttpRequest, queryset: Any) -> None:
        """Forget those that were given up."""
        queryset.failed().delete()
