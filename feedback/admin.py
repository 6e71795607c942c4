"""Feedback as the hosts work it off."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.requests import SignedInRequest
from chatsite.backoffice.tools import AssigneeFilter, HouseAdmin, QueueFilter, act_page, for_each_of
from chatsite.observe.queues import queue
from chatsite.text.languages import Sentence
from chatsite.text.times import timestamp
from chatsite.web.exports import as_csv
from feedback import services
from feedback.forms import AnswerForm
from feedback.models import Answer, Feedback

COLUMNS = ["id", "created_at", "status", "category", "content", "name", "account_id", "reply_address", "assignee"]
READ_AT_ONCE = 1_000


@queue(_("Feedback"), "admin:feedback_feedback_changelist")
def _pending() -> int:
    return Feedback.objects.pending().count()


@admin.register(Feedback)
class FeedbackAdmin(HouseAdmin):
    """A queue: new, in progress, done. What was written is never edited."""

    list_display = ("excerpt", "category", "status", "account", "assignee", "created_at")
    list_filter = (QueueFilter, "category", ("assignee", AssigneeFilter))
    list_select_related = ("user", "assignee")
    search_help_text = _("Text, name or address")
    search_fields = ("content", "email", "user__name", "user__email")
    fields = ("content", "category", "account", "reply_address", "created_at", "answers", "status", "assignee")
    readonly_fields = fields[:-2]
    actions = ("take", "finish")
    change_form_template = "admin/feedback.html"
    change_list_template = "admin/feedback_list.html"

    def get_urls(self) -> list[URLPattern]:
        """Add the page to answer on, and the download."""
        guarded = self.admin_site.admin_view
        return [
            path("<number:feedback_id>/answer/", guarded(self.answer), name="feedback-answer"),
            path("download.csv", guarded(self.download), name="feedback-download"),
            *super().get_urls(),
        ]

    def answer(self, request: SignedInRequest, feedback_id: int) -> HttpResponseBase:
        """Ask what to answer, and have it sent."""
        feedback = self.get_object(request, str(feedback_id))
        if feedback is None:
            raise Http404
        return act_page(
            self,
            request,
            title=_("Answer feedback #{number}").format(number=feedback_id),
            button=_("Send answer"),
            form=AnswerForm(feedback, request.POST or None),
            act=partial(services.answer, feedback, by=request.user),
            back=reverse("admin:feedback_feedback_change", args=[feedback_id]),
        )

    def download(self, request: HttpRequest) -> HttpResponseBase:
        """Send the feedback that the list's filters and search leave, oldest first."""
        found = self.rows_listed(request).order_by("pk")
        return as_csv(_rows(found.iterator(READ_AT_ONCE)), COLUMNS, name="feedback")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Let administrators alone look after feedback."""
        if db_field.name == "assignee":
            kwargs |= {"queryset": User.objects.administrators(), "empty_label": _("nobody yet")}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002
        """Offer no way to change an administrator here."""
        form = super().get_form(request, obj, change, **kwargs)
        widget = form.base_fields["assignee"].widget
        widget.can_change_related = widget.can_view_related = False
        return form

    def save_model(self, request: SignedInRequest, obj: Feedback, form: Any, change: Any) -> None:  # type: ignore[override]
        """Write down how far it is, by the service."""
        services.track(obj, by=request.user, status=obj.status, assignee=obj.assignee)

    @admin.display(description=_("account"), ordering="user__name")
    def account(self, feedback: Feedback) -> SafeString | Sentence:
        """Return who gave it, as a link to their account."""
        if feedback.user is None:
            return _("a visitor")
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:accounts_user_change", args=[feedback.user.pk]), feedback.user.name
        )

    @admin.display(description=_("answers"))
    def answers(self, feedback: Feedback) -> SafeString | Sentence:
        """Return what was answered, and whether the mail server took it."""
        given = Answer.objects.filter(feedback=feedback).select_related("by").order_by("pk")
        lines = ((answer.by or "", _sent(answer), answer.content) for answer in given)
        return format_html_join("\n", "<p><strong>{}</strong>, {}:<br>{}</p>", lines) or _("none yet")

    take = for_each_of(_("Take: in progress, assigned to me"), services.take)
    finish = for_each_of(_("Mark as done"), services.finish)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: feedback comes from people."""
        return False


def _sent(answer: Answer) -> Sentence:
    if answer.sent_at is None:
        return _("waits for the mail server")
    return _("sent {moment}").format(moment=f"{answer.sent_at:%Y-%m-%d %H:%M}")


def _rows(found: Iterable[Feedback]) -> Iterator[dict[str, Any]]:
    for feedback in found:
        yield {
            "id": feedback.pk,
            "created_at": timestamp(feedback.created_at),
            "status": feedback.status,
            "category": feedback.category,
            "content": feedback.content,
            "name": feedback.user.name if feedback.user else None,
            "account_id": feedback.user_id,
            "reply_address": feedback.reply_address,
            "assignee": feedback.assignee.name if feedback.assignee else None,
        }
