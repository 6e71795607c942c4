"""The queue of reports in Django's admin: look at it in its context, act, settle."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from accounts.admin_forms import ReasonForm, UntilField
from accounts.models import ModerationEntry
from accounts.requests import SignedInRequest
from chatsite.backoffice.tools import AssigneeFilter, QueueFilter, ReadOnlyAdmin, for_each_of
from chatsite.contract.errors import ChatError
from chatsite.observe.queues import queue
from chatsite.text.languages import Sentence
from messaging.browsing import conversation_around
from messaging.models import MAX_NOTE_CHARS, Message, Report
from messaging.moderation import services as reports

AROUND = 8
PAST_ACTS = 10
QUEUE = "admin:messaging_report_changelist"
ACTS = [
    ("remove_message", _("Remove the message")),
    ("warn", _("Warn the person")),
    ("mute_here", _("Mute in the room")),
    ("remove_from_room", _("Remove from the room")),
    ("ban_here", _("Ban from the room")),
    ("mute", _("Mute everywhere")),
    ("ban", _("Ban the account")),
]


class SettleForm(ReasonForm):
    """What is done about a report, and what its reporter is told."""

    acts = forms.MultipleChoiceField(
        label=_("What to do"), choices=ACTS, required=False, widget=forms.CheckboxSelectMultiple
    )
    until = UntilField(label=_("Mute or ban for"), initial="86400")
    answer = forms.CharField(
        label=_("Note to the reporter"),
        required=False,
        max_length=MAX_NOTE_CHARS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Whoever reported this sees it with the outcome."),
    )
    field_order = ("acts", "until", "reason", "answer")


class StatusFilter(QueueFilter):
    """How far a report is."""

    default = _("to be settled")


@queue(_("Reports"), "admin:messaging_report_changelist")
def _pending() -> int:
    return Report.objects.pending().count()


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    """What people reported, the one that waits longest first."""

    list_display = ["about", "reason", "reporter", "room", "progress", "created_at"]
    list_filter = [StatusFilter, "reason", ("assignee", AssigneeFilter)]
    list_select_related = ["person", "reporter", "room", "assignee"]
    search_fields = ["content", "note", "person__name", "reporter__name", "room__name"]
    search_help_text = _("Text, note, person or room")
    ordering = ["created_at"]
    actions = ["claim", "dismiss"]

    @admin.display(description=_("status"), ordering="status")
    def progress(self, report: Report) -> str:
        """Return how far it is, and who looks after it."""
        status = report.get_status_display().lower()
        return f"{status} ({report.assignee})" if report.assignee else status

    claim = for_each_of(_("Claim: I look into it"), reports.claim)
    dismiss = for_each_of(_("Dismiss: no action needed"), partial(reports.settle, status=Report.Status.DISMISSED))

    def change_view(  # type: ignore[override]
        self, request: SignedInRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponseBase:
        """Show a report in its context, and do about it what the form says."""
        report = self.get_object(request, object_id)
        if report is None:
            raise Http404
        form = SettleForm(request.POST or None, initial=_suggestions(report))
        if request.method == "POST" and self._carry_out(request, report, form):
            return redirect(QUEUE)
        context = self.admin_site.each_context(request) | _context(report) | {"form": form, "opts": self.opts}
        return TemplateResponse(request, "admin/report.html", {**context, "title": str(report), "report": report})

    def _carry_out(self, request: SignedInRequest, report: Report, form: SettleForm) -> bool:
        """Do it, and tell whether that worked; what is refused is said in the form."""
        try:
            done = _act(request.POST, report, form, by=request.user)
        except ChatError as error:
            form.add_error(None, "; ".join(_sentences(error)))
            return False
        if done:
            self.message_user(request, f"{report}: {done}.", messages.SUCCESS)
        return bool(done)


def _act(pressed: QueryDict, report: Report, form: SettleForm, *, by: Any) -> Sentence:
    """Do what the pressed button says; return what was done, or nothing when the form is not valid."""
    if "claim" in pressed:
        reports.claim(report, by=by)
        return _("claimed")
    if "dismiss" in pressed:
        answer = pressed.get("answer", "")[:MAX_NOTE_CHARS]
        reports.settle(report, by=by, status=Report.Status.DISMISSED, answer=answer)
        return _("dismissed")
    if not form.is_valid():
        return ""
    reports.act_and_resolve(report, by=by, **form.cleaned_data)
    return _("resolved")


def _sentences(error: ChatError) -> Sequence[str]:
    return [str(error), *(str(text) for texts in (error.fields or {}).values() for text in texts)]


def _suggestions(report: Report) -> dict[str, Any]:
    acts = ["remove_message"] if report.seq is not None else ["warn"]
    return {"acts": acts, "reason": report.get_reason_display().capitalize()}


def _context(report: Report) -> dict[str, Any]:
    """Return what surrounds a report: the conversation, others' reports, what was done before."""
    return {
        "conversation": _conversation(report),
        "others": Report.objects.filter(person=report.person).exclude(pk=report.pk).order_by("-pk")[:PAST_ACTS],
        "past": ModerationEntry.objects.told_to(report.person)[:PAST_ACTS] if report.person else [],
    }


def _conversation(report: Report) -> list[Message]:
    if report.room_id is None or report.seq is None:
        return []
    return conversation_around(report.room_id, report.seq, AROUND)
