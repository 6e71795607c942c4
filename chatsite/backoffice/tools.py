"""What every part of Django's admin shares: it shows rows, and changes them through services like any other door."""

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

from chatsite.contract.errors import ChatError
from chatsite.paths import parse_number
from chatsite.text.languages import Sentence

MAX_SEARCH_CHARS = 200
# Each word is a condition for each field that is searched, and engines take only so many.
MAX_SEARCH_WORDS = 10


class HouseAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """A list that counts nothing it need not: what waits is on the first page.

    Numbers and words of an address are checked here; Django passes some on to the engine, which answers with an error.
    """

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    empty_value_display = ""

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Return the row of that number, if it is one."""
        return None if parse_number(object_id) is None else super().get_object(request, object_id, from_field)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """Look for the first words."""
        words = search_term.replace("\x00", "")[:MAX_SEARCH_CHARS].split()[:MAX_SEARCH_WORDS]
        return super().get_search_results(request, queryset, " ".join(words))

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Allow what Django allows, but numbers that no engine can compare."""
        parts = [part.strip().lstrip("+-") for one in _listed(value) for part in str(one).split(",")]
        fits = all(parse_number(part) is not None for part in parts if part.isdecimal())
        return fits and super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]

    def rows_listed(self, request: HttpRequest) -> Any:
        """Return the rows that the list's filters and search leave, for a download.

        Raises:
            Http404: the address names a filter that there is not.
        """
        try:
            return self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            raise Http404 from None

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the list, or act on what was chosen in it: on nothing that is no number."""
        if request.method == "POST":
            fields = request.POST.copy()
            chosen = fields.getlist(ACTION_CHECKBOX_NAME)
            fields.setlist(ACTION_CHECKBOX_NAME, [one for one in chosen if parse_number(one) is not None])
            request.POST = fields  # type: ignore[assignment]
        return super().changelist_view(request, extra_context)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


class ReadOnlyAdmin(HouseAdmin):
    """A list to look at: rows change only through services, which number each change and announce it."""

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
    """How far something in a queue is. Without a choice: what has yet to be done."""

    title = _("status")
    parameter_name = "status"
    default: Sentence = _("to be done")

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Sentence]]:
        """Return the choices."""
        return [("all", _("all")), *model_admin.model.Status.choices]

    def choices(self, changelist: Any) -> Any:
        """Call no choice by what it shows."""
        first, *others = super().choices(changelist)
        return [{**first, "display": self.default}, *others]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Return what has the chosen status."""
        if self.value() is None:
            return queryset.pending()
        return queryset if self.value() == "all" else queryset.filter(status=self.value())


class AssigneeFilter(admin.RelatedOnlyFieldListFilter):
    """Who looks after something in a queue; what nobody does has a name, too."""

    def choices(self, changelist: Any) -> Any:
        """Return who does, and nobody."""
        self.empty_value_display = format_html("{}", _("nobody"))
        return super().choices(changelist)


def for_each(
    modeladmin: admin.ModelAdmin,  # type: ignore[type-arg]
    request: HttpRequest,
    rows: QuerySet[Any],
    change: Callable[[Any], object],
) -> None:
    """Change each of ``rows`` through a service; say what it refuses or returns in words, and how many else it did."""
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
        modeladmin.message_user(request, _("Done: {what}.").format(what=done), messages.SUCCESS)


def for_each_of(description: Sentence, service: Callable[..., object]) -> Callable[..., None]:
    """Return an action of a list: ``service(row, by=administrator)`` for each chosen row."""

    @admin.action(description=description)
    def act(modeladmin: admin.ModelAdmin, request: HttpRequest, rows: QuerySet[Any]) -> None:  # type: ignore[type-arg]
        for_each(modeladmin, request, rows, partial(service, by=request.user))

    return act


def act_page(
    modeladmin: admin.ModelAdmin,  # type: ignore[type-arg]
    request: HttpRequest,
    *,
    title: Sentence,
    button: Sentence,
    form: forms.Form,
    act: Callable[..., object],
    back: str,
    meaning: Sentence = "",
) -> HttpResponseBase:
    """Show a page with a form, and on its way back call ``act`` with what was filled in.

    What it returns as words is said, and what it refuses.
    """
    if request.method == "POST" and form.is_valid():
        try:
            said = act(**form.cleaned_data)
        except ChatError as error:
            form.add_error(None, str(error))
        else:
            done = said if isinstance(said, str) else _("Done: {what}.").format(what=title)
            modeladmin.message_user(request, done, messages.SUCCESS)
            return redirect(back)
    context = {"opts": modeladmin.opts, "title": title, "button": button, "meaning": meaning, "form": form}
    return TemplateResponse(
        request, "admin/act.html", modeladmin.admin_site.each_context(request) | context | {"back": back}
    )
