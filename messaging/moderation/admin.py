"""The queue of reports in Django's admin: read a report in context, take action, resolve it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from accounts.admin_forms import ReasonForm, UntilField
from accounts.models import ModerationEntry, User
from accounts.requests import SignedInRequest
from chatsite.backoffice.moments import moment_column
from chatsite.backoffice.queues import queue
from chatsite.backoffice.tools import AssigneeFilter, QueueFilter, ReadOnlyAdmin, for_each_of
from chatsite.contract.errors import ChatError
from chatsite.contract.sentences import Sentence
from messaging.admin_forms import MessageActionForm
from messaging.features import files_on
from messaging.history import as_read
from messaging.models import MAX_NOTE_CHARS, Message, Report
from messaging.moderation import services as reports
from messaging.moderation.handing_over import HANDED_OVER, conversation_of
from rooms.models import Room

AROUND = 8
PAST_ENTRIES = 10
QUEUE = "admin:messaging_report_changelist"
REPORT_ACTIONS = [
    ("remove_message", _("Remove the message")),
    ("warn", _("Warn the person")),
    ("mute_here", _("Mute in this room")),
    ("remove_from_room", _("Remove from room")),
    ("ban_here", _("Ban from room")),
    ("mute", _("Mute everywhere")),
    ("ban", _("Ban the account")),
]


MESSAGE_ACTIONS: dict[str, Callable[..., object]] = {
    "take_away": reports.remove_reported,
    "restore": reports.restore_reported,
}
IN_A_ROOM = {"mute_here", "remove_from_room", "ban_here"}


class ResolveForm(ReasonForm):
    """The actions on a report, and the reply to its reporter."""

    actions = forms.MultipleChoiceField(
        label=_("Actions"), choices=REPORT_ACTIONS, required=False, widget=forms.CheckboxSelectMultiple
    )
    until = UntilField(label=_("Mute or ban for"), initial="86400")
    answer = forms.CharField(
        label=_("Reply to the reporter"),
        required=False,
        max_length=MAX_NOTE_CHARS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The reporter sees it with the outcome."),
    )
    field_order = ("actions", "until", "reason", "answer")

    def __init__(self, report: Report, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if report.room and report.room.is_direct:  # in which no one has a right that could be taken away
            actions = cast("forms.MultipleChoiceField", self.fields["actions"])
            actions.choices = [choice for choice in REPORT_ACTIONS if choice[0] not in IN_A_ROOM]


@queue(_("Reports"), "admin:messaging_report_changelist")
def _pending() -> int:
    return Report.objects.pending().count()


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    """Reports, the oldest first."""

    list_display = ["about", "reason", "reporter", "room", "progress", moment_column("created_at", _("date"))]
    list_filter = [QueueFilter, "reason", ("assignee", AssigneeFilter)]
    list_select_related = ["person", "reporter", "room", "assignee"]
    search_fields = ["content", "note", "person__name", "reporter__name", "room__name"]
    search_help_text = _("Text, note, person or room")
    ordering = ["created_at"]
    actions = ["claim", "dismiss"]

    @admin.display(description=_("about"))
    def about(self, report: Report) -> str:
        """Return the subject of the report."""
        return report.about

    @admin.display(description=_("status"), ordering="status")
    def progress(self, report: Report) -> str:
        """Return its status and assignee."""
        status = report.get_status_display()
        return f"{status} ({report.assignee})" if report.assignee else status

    claim = for_each_of(_("Assign to me"), reports.claim)
    dismiss = for_each_of(_("Dismiss: no action needed"), partial(reports.settle, status=Report.Status.DISMISSED))

    def change_view(  # type: ignore[override]
        self, request: SignedInRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponseBase:
        """Show a report in context, and resolve, dismiss or assign it."""
        report = self.get_object(request, object_id)
        if report is None:
            raise Http404
        if "action" in request.POST:
            self._change_message(request, report)
            return redirect(request.path)
        form = ResolveForm(report, request.POST or None, initial=_suggestions(report))
        if request.method == "POST" and self._carry_out(request, report, form):
            return redirect(QUEUE)
        context = (
            self.admin_site.each_context(request) | _context(report, request.user) | {"form": form, "opts": self.opts}
        )
        return TemplateResponse(request, "admin/report.html", {**context, "title": str(report), "report": report})

    def _change_message(self, request: SignedInRequest, report: Report) -> None:
        """Remove or restore the reported message; show what is refused."""
        form = MessageActionForm(request.POST)
        if not form.is_valid():
            self.message_user(request, form.complaint, messages.ERROR)
            return
        change = MESSAGE_ACTIONS[form.cleaned_data["action"]]
        try:
            change(report, by=request.user, reason=form.cleaned_data["reason"])
        except ChatError as error:
            self.message_user(request, "; ".join(_sentences(error)), messages.ERROR)

    def _carry_out(self, request: SignedInRequest, report: Report, form: ResolveForm) -> bool:
        """Return whether the request was carried out; the form shows what was refused."""
        try:
            done = _resolve(request.POST, report, form, by=request.user)
        except ChatError as error:
            form.add_error(None, "; ".join(_sentences(error)))
            return False
        if done:
            self.message_user(request, f"{report}: {done}.", messages.SUCCESS)
        return bool(done)


def _resolve(pressed: QueryDict, report: Report, form: ResolveForm, *, by: Any) -> Sentence:
    """Do what the pressed button says; return what was done, or an empty text if the form is not valid."""
    if "claim" in pressed:
        reports.claim(report, by=by)
        return _("assigned to you")
    if "dismiss" in pressed:
        answer = pressed.get("answer", "")[:MAX_NOTE_CHARS]
        reports.settle(report, by=by, status=Report.Status.DISMISSED, answer=answer)
        return _("dismissed")
    if not form.is_valid():
        return ""
    reports.take_action_and_resolve(report, by=by, **form.cleaned_data)
    return _("resolved")


def _sentences(error: ChatError) -> Sequence[str]:
    return [str(error), *(str(text) for texts in (error.fields or {}).values() for text in texts)]


def _suggestions(report: Report) -> dict[str, Any]:
    actions = ["remove_message"] if report.seq is not None else ["warn"]
    return {"actions": actions, "reason": report.get_reason_display()}


def _context(report: Report, reader: User) -> dict[str, Any]:
    """Return the context of a report: the conversation, other reports, earlier actions."""
    message, conversation = _reported(report), conversation_of(report, _around(report, reader))
    then, *texts = as_read(report.room_id or 0, [report.content, *(one.content for one in conversation)])
    return {
        "message": message,
        "files": files_on(message) if message else (),
        "conversation": zip(conversation, texts, strict=True),
        "then": then,
        "others": Report.objects.filter(person=report.person).exclude(pk=report.pk).order_by("-pk")[:PAST_ENTRIES],
        "past": ModerationEntry.objects.notices_for(report.person.pk)[:PAST_ENTRIES] if report.person else [],
    }


def _reported(report: Report) -> Message | None:
    """Return the reported message as it is now; the page says only whether it is there."""
    if report.room_id is None or report.seq is None:
        return None
    found = Message.objects.filter(room=report.room_id, room__deleted_at=None, seq=report.seq)
    return found.select_related("author", "removal__by").first()


def _around(report: Report, reader: User) -> int:
    """Return how many messages are shown around the reported one: fewer of a private room that ``reader`` is not in."""
    is_hidden = Room.objects.hidden_from(reader).filter(pk=report.room_id or 0).exists()
    return HANDED_OVER if is_hidden else AROUND
