"""Messages in Django's admin: search, read in context, remove and restore with a reason; and on a person's page."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.requests import SignedInRequest
from chatsite.backoffice.tabs import person_tab
from chatsite.backoffice.tools import ReadOnlyAdmin, for_each
from chatsite.site.identity import identity
from chatsite.text.numbers import parse_number
from messaging.admin_forms import MessageActionForm, SearchForm
from messaging.browsing import Wanted, browse, conversation_around
from messaging.features import files_on
from messaging.history import MAX_EARLIER_TEXTS, as_read
from messaging.models import EarlierText, Mention, Message, MessageQuerySet, Pin, Report
from messaging.moderation.admin import ReportAdmin
from messaging.moderation.sweep_admin import sweep
from messaging.monitoring import numbers
from messaging.reactions.queries import reactions_of
from messaging.services import delete_message, restore_message
from messaging.webhooks.incoming import admin as webhooks_admin  # noqa: F401 - registers itself
from messaging.webhooks.outgoing.admin import OutgoingWebhookAdmin, WebhookDeliveryAdmin
from rooms.models import Room

__all__ = ["MessageAdmin", "OutgoingWebhookAdmin", "ReportAdmin", "WebhookDeliveryAdmin", "numbers"]

REPORTS_IN_TAB = 50
MESSAGE_ACTIONS: dict[str, Callable[..., object]] = {"take_away": delete_message, "restore": restore_message}


def _details(message: Message) -> dict[str, Any]:
    """Return what hangs on a message, deleted or not, and what it said before it was edited."""
    earlier = list(EarlierText.objects.filter(message=message).order_by("-pk")[:MAX_EARLIER_TEXTS])
    return {
        "files": files_on(message),
        "pin": Pin.objects.filter(message=message).select_related("by").first(),
        "reactions": reactions_of([message.pk]).get(message.pk, []),
        "mentions": Mention.objects.filter(message=message).exclude(kind=Mention.Kind.REPLY).select_related("user"),
        "earlier_texts": _named(message.room_id, earlier),
    }


def _named(room_id: int, rows: Sequence[Any]) -> list[tuple[Any, str]]:
    """Return rows with a text each, and the text with the names of whom it mentions."""
    return list(zip(rows, as_read(room_id, [one.content for one in rows]), strict=True))


def _readable(reader: User) -> MessageQuerySet:
    return Message.objects.exclude(room__in=Room.objects.hidden_from(reader))


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """Every message that one may read, including the text of deleted ones; a page takes the same time with millions."""

    def get_urls(self) -> list[URLPattern]:
        """Add the page that removes the messages of one person."""
        page = self.admin_site.admin_view(partial(sweep, self))
        return [path("by/<number:user_id>/remove/", page, name="message-sweep"), *super().get_urls()]

    def changelist_view(self, request: SignedInRequest, extra_context: Any = None) -> HttpResponseBase:  # type: ignore[override]
        """Show the messages that match the search; remove or restore the selected ones."""
        if request.method == "POST":
            chosen = map(parse_number, request.POST.getlist("_selected_action"))
            rows = _readable(request.user).filter(pk__in=[number for number in chosen if number is not None])
            self._run_action(request, rows)
            return redirect(request.get_full_path())
        form = SearchForm(request.GET)
        found = form.found(request.user) if form.is_valid() else None
        older = request.GET.copy()
        older["before"] = str(found.older) if found else ""
        context = {"form": form, "found": found, "older": older.urlencode()}
        return self._page(request, "admin/messages.html", title=_("Messages"), **context)

    def change_view(  # type: ignore[override]
        self, request: SignedInRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponseBase:
        """Show a message in its conversation; remove or restore it."""
        rows = _readable(request.user).select_related("room", "author", "removal__by")
        number = parse_number(object_id)
        message = rows.filter(pk=number).first() if number is not None else None
        if message is None:
            raise Http404
        if request.method == "POST":
            self._run_action(request, Message.objects.filter(pk=message.pk))
            return redirect(request.path)
        title = _("{person} in {room}").format(person=message.author or identity(), room=message.room)
        around = conversation_around(message.room_id, message.seq)
        lines = _named(message.room_id, around)
        context = {"message": message, "conversation": lines, **_details(message)}
        return self._page(request, "admin/message.html", title=title, **context)

    def _run_action(self, request: SignedInRequest, rows: QuerySet[Message]) -> None:
        """Remove or restore ``rows``; show what is refused."""
        form = MessageActionForm(request.POST)
        if not form.is_valid():
            self.message_user(request, form.complaint, messages.ERROR)
            return
        if not rows.exists():
            self.message_user(request, _("Select at least one message."), messages.ERROR)
            return
        change = partial(
            MESSAGE_ACTIONS[form.cleaned_data["action"]], by=request.user, reason=form.cleaned_data["reason"]
        )
        for_each(self, request, rows, lambda message: change(room_id=message.room_id, seq=message.seq))

    def _page(self, request: SignedInRequest, template: str, **context: Any) -> TemplateResponse:
        context |= self.admin_site.each_context(request) | {"opts": self.opts}
        return TemplateResponse(request, template, context)


@person_tab("messages", _("Messages"), position=1)
def _messages(person: User) -> dict[str, Any]:
    """Return the newest messages in public rooms."""
    return {"found": browse(Wanted(author=person, hidden=Room.objects.hidden_from(None)))}


@person_tab("reports", _("Reports"), position=3)
def _reports(person: User) -> dict[str, Any]:
    """Return the newest reports about the person."""
    about = Report.objects.filter(person=person).select_related("reporter", "room", "assignee")
    return {"reports": about.order_by("-pk")[:REPORTS_IN_TAB]}
