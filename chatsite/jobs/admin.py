"""Background jobs in Django's admin: queued and failed ones."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from chatsite.backoffice.moments import moment_column
from chatsite.backoffice.queues import queue
from chatsite.backoffice.tools import ReadOnlyAdmin
from chatsite.jobs import queue as jobs
from chatsite.models import Job


@queue(_("Queued jobs"), "admin:chatsite_job_changelist", "?failed_at__isempty=1", is_routine=True)
def _waiting() -> int:
    return Job.objects.waiting().count()


@queue(_("Failed jobs"), "admin:chatsite_job_changelist", "?failed_at__isempty=0")
def _failed() -> int:
    return Job.objects.failed().count()


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """Queued and failed jobs; finished jobs are deleted."""

    list_display = (
        "kind",
        moment_column("created_at", _("queued")),
        "attempts",
        moment_column("due_at", _("next attempt")),
        moment_column("failed_at", _("failed")),
        "last_error",
    )
    list_display_links = None
    list_filter = ("kind", ("failed_at", admin.EmptyFieldListFilter))
    actions = ("try_again", "delete_failed")

    @admin.action(description=_("Try again"))
    def try_again(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        """Queue the jobs again."""
        jobs.retry(queryset)

    @admin.action(description=_("Delete failed jobs"))
    def delete_failed(self, request: HttpRequest, queryset: Any) -> None:
        """Delete the failed ones among the selected jobs."""
        queryset.failed().delete()
