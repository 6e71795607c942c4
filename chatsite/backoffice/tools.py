"""What all admins share: they show rows, and change them through services like every other entry point."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from chatsite.contract.errors import ChatError
from chatsite.contract.sentences import Sentence
from chatsite.text.numbers import parse_number

MAX_SEARCH_CHARS = 200
# Each word is a condition for each field that is searched, and engines take only so many.
MAX_SEARCH_WORDS = 10


class BaseAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """A list without needless counts; the first page has the counts that matter.

    Numbers and search words in a URL are checked here: Django passes some to the database, which answers with an error.
    """

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    empty_value_display = ""

    @property
    def media(self) -> forms.Media:
        """Return the one script of Django's that these lists need: it selects rows."""
        return forms.Media(js=["admin/js/actions.js"])

    def get_action_choices(self, request: HttpRequest, default_choices: Any = None) -> Any:
        """Return the list's actions after a first choice that says what to do."""
        return super().get_action_choices(request, [("", _("Choose an action"))])  # type: ignore[list-item]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Return the row with this id; a value that is not a number has none."""
        return None if parse_number(object_id) is None else super().get_object(request, object_id, from_field)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """Search for the first :data:`MAX_SEARCH_WORDS` words."""
        words = search_term.replace("\x00", "")[:MAX_SEARCH_CHARS].split()[:MAX_SEARCH_WORDS]
        return super().get_search_results(request, queryset, " ".join(words))

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Allow what Django allows, except numbers that no database can compare."""
        parts = [part.strip().lstrip("+-") for one in _listed(value) for part in str(one).split(",")]
        fits = all(parse_number(part) is not None for part in parts if part.isdecimal())
        return fits and super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]

    def rows_listed(self, request: HttpRequest) -> Any:
        """Return the rows that match the list's filters and search, for a download.

        Raises:
            Http404: the URL names an unknown filter.
        """
        try:
            return self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            raise Http404 from None

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the list, or run an action on the selected rows; values that are not numbers are ignored."""
        if request.method == "POST":
            fields = request.POST.copy()
            chosen = fields.getlist(ACTION_CHECKBOX_NAME)
            fields.setlist(ACTION_CHECKBOX_NAME, [one for one in chosen if parse_number(one) is not None])
            request.POST = fields  # type: ignore[assignment]
        return super().changelist_view(request, extra_context)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


class ReadOnlyAdmin(BaseAdmin):
    """A read-only list: rows change only through services, which number and announce each change."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False


class QueueFilter(admin.SimpleListFilter):
    """The status of an item in a queue; without a choice, the open ones."""

    title = _("status")
    parameter_name = "status"
    default: Sentence = _("Open")

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Sentence]]:
        """Return the choices."""
        return [("all", _("All")), *model_admin.model.Status.choices]

    def choices(self, changelist: Any) -> Any:
        """Label the first choice, which Django calls “All”."""
        first, *others = super().choices(changelist)
        return [{**first, "display": self.default}, *others]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Return the rows with the chosen status."""
        if self.value() is None:
            return queryset.pending()
        return queryset if self.value() == "all" else queryset.filter(status=self.value())


class AssigneeFilter(admin.RelatedOnlyFieldListFilter):
    """The administrator an item of a queue is assigned to."""

    def choices(self, changelist: Any) -> Any:
        """Return the assignees, and a choice for unassigned items."""
        self.empty_value_display = format_html("{}", _("Unassigned"))
        return super().choices(changelist)


def for_each(
    modeladmin: admin.ModelAdmin,  # type: ignore[type-arg]
    request: HttpRequest,
    rows: QuerySet[Any],
    change: Callable[[Any], object],
) -> None:
    """Change each of ``rows`` through a service; show what it refuses or returns, and how many rows were changed."""
    done = 0
    for row in rows:
        try:
            said = change(row)
        except ChatError as error:
            modeladmin.message_user(request, f"{row}: {error}", messages.WARNING)
            continue
        if isinstance(said, str):
            modeladmin.message_user(request, said, messages.INFO)
        else:
            done += 1
    if done:
        changed = ngettext("{count} changed.", "{count} changed.", done).format(count=done)
        modeladmin.message_user(request, changed, messages.SUCCESS)


def for_each_of(description: Sentence, service: Callable[..., object]) -> Callable[..., None]:
    """Return a list action that calls ``service(row, by=administrator)`` for each selected row."""

    @admin.action(description=description)
    def act(modeladmin: admin.ModelAdmin, request: HttpRequest, rows: QuerySet[Any]) -> None:  # type: ignore[type-arg]
        for_each(modeladmin, request, rows, partial(service, by=request.user))

    return act


def action_page(
    modeladmin: admin.ModelAdmin,  # type: ignore[type-arg]
    request: HttpRequest,
    *,
    title: Sentence,
    button: Sentence,
    form: forms.Form,
    perform: Callable[..., object],
    back: str,
    effect: Sentence = "",
    is_dangerous: bool = False,
) -> HttpResponseBase:
    """Show a form; when it is sent, call ``perform`` with its cleaned data and go ``back``.

    Text that ``perform`` returns is shown as a message, and a refusal beside the form.
    """
    if request.method == "POST" and form.is_valid():
        try:
            said = perform(**form.cleaned_data)
        except ChatError as error:
            form.add_error(None, str(error))
        else:
            done = said if isinstance(said, str) else _("Done: {action}").format(action=title)
            modeladmin.message_user(request, done, messages.SUCCESS)
            return redirect(back)
    own = {"title": title, "button": button, "effect": effect, "is_dangerous": is_dangerous, "form": form, "back": back}
    context = modeladmin.admin_site.each_context(request) | {"opts": modeladmin.opts} | own
    return TemplateResponse(request, "admin/action.html", context)
