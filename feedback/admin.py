"""The queue of feedback in Django's admin."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, ClassVar

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.requests import SignedInRequest
from chatsite.backoffice.moments import moment, moment_column
from chatsite.backoffice.queues import queue
from chatsite.backoffice.tools import AssigneeFilter, BaseAdmin, QueueFilter, action_page, for_each_of
from chatsite.contract.sentences import Sentence
from chatsite.text.times import timestamp
from chatsite.web.exports import as_csv
from feedback import services
from feedback.forms import AnswerForm
from feedback.models import Answer, Feedback

COLUMNS = ["id", "created_at", "status", "category", "content", "name", "account_id", "reply_address", "assignee"]
READ_AT_ONCE = 1_000


received = moment_column("created_at", _("received"))


@queue(_("Feedback"), "admin:feedback_feedback_changelist")
def _pending() -> int:
    return Feedback.objects.pending().count()


@admin.register(Feedback)
class FeedbackAdmin(BaseAdmin):
    """A queue: new, in progress, done. The text itself is never edited."""

    list_display = ("excerpt", "category", "status", "account", "assignee", received)
    list_filter = (QueueFilter, "category", ("assignee", AssigneeFilter))
    list_select_related = ("user", "assignee")
    search_help_text = _("Text, name or email")
    search_fields = ("content", "email", "user__name", "user__email")
    readonly_fields: ClassVar[Any] = ("content", "category", "account", "reply_address", received, "answers")
    fields: ClassVar[Any] = (*readonly_fields, "status", "assignee")
    actions = ("take", "finish")
    change_form_template = "admin/feedback.html"
    change_list_template = "admin/feedback_list.html"

    def get_urls(self) -> list[URLPattern]:
        """Add the reply page and the download."""
        guarded = self.admin_site.admin_view
        return [
            path("<number:feedback_id>/answer/", guarded(self.answer), name="feedback-answer"),
            path("download.csv", guarded(self.download), name="feedback-download"),
            *super().get_urls(),
        ]

    def answer(self, request: SignedInRequest, feedback_id: int) -> HttpResponseBase:
        """Ask for a reply and queue it to be sent."""
        feedback = self.get_object(request, str(feedback_id))
        if feedback is None:
            raise Http404
        return action_page(
            self,
            request,
            title=_("Reply to feedback #{number}").format(number=feedback_id),
            button=_("Send reply"),
            form=AnswerForm(feedback, request.POST or None),
            perform=partial(services.answer, feedback, by=request.user),
            back=reverse("admin:feedback_feedback_change", args=[feedback_id]),
        )

    def download(self, request: HttpRequest) -> HttpResponseBase:
        """Send the feedback that matches the list's filters and search, oldest first."""
        found = self.rows_listed(request).order_by("pk")
        return as_csv(_rows(found.iterator(READ_AT_ONCE)), COLUMNS, name="feedback")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only administrators as assignees."""
        if db_field.name == "assignee":
            kwargs |= {"queryset": User.objects.administrators(), "empty_label": _("Unassigned")}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002
        """Leave out Django's links to change the assignee's account."""
        form = super().get_form(request, obj, change, **kwargs)
        widget = form.base_fields["assignee"].widget
        widget.can_change_related = widget.can_view_related = False
        return form

    def save_model(self, request: SignedInRequest, obj: Feedback, form: Any, change: Any) -> None:  # type: ignore[override]
        """Store the status and the assignee through the service."""
        services.track(obj, by=request.user, status=obj.status, assignee=obj.assignee)

    @admin.display(description=_("beginning"))
    def excerpt(self, feedback: Feedback) -> str:
        """Return the beginning of the text."""
        return feedback.excerpt

    @admin.display(description=_("reply address"))
    def reply_address(self, feedback: Feedback) -> str:
        """Return where a reply is sent."""
        return feedback.reply_address

    @admin.display(description=_("account"), ordering="user__name")
    def account(self, feedback: Feedback) -> SafeString | Sentence:
        """Return its author, as a link to the account."""
        if feedback.user is None:
            return _("Visitor")
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:accounts_user_change", args=[feedback.user.pk]), feedback.user.name
        )

    @admin.display(description=_("replies"))
    def answers(self, feedback: Feedback) -> SafeString | Sentence:
        """Return the replies, and whether each was sent."""
        given = Answer.objects.filter(feedback=feedback).select_related("by").order_by("pk")
        lines = ((answer.by or "", _sent(answer), answer.content) for answer in given)
        return format_html_join("\n", "<p><strong>{}</strong>, {}:<br>{}</p>", lines) or _("None yet")

    take = for_each_of(_("Assign to me"), services.take)
    finish = for_each_of(_("Mark as done"), services.finish)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse."""
        return False


def _sent(answer: Answer) -> SafeString | Sentence:
    if answer.sent_at is None:
        return _("waiting to be sent")
    return format_html("{} {}", _("sent"), moment(answer.sent_at))


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
