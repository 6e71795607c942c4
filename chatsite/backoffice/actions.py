"""What can be done to a row of Django's admin: each act has a page of its own, and some a place in the list's menu."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.text import format_lazy

from chatsite.backoffice.tools import ReadOnlyAdmin, act_page, for_each
from chatsite.text.languages import Sentence


def always(row: Any) -> bool:
    """Offer an act whatever the row is like."""
    return True


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done: ``do(request, row, **filled_in)`` calls a service, and may return what to tell.

    It is offered on the page of a row that it ``fits``, and for many rows at once if it is ``for_many``. One that
    ``ends`` a row leaves no page of it to come back to.
    """

    title: Sentence
    do: Callable[..., object]
    meaning: Sentence = ""
    form: type[forms.Form] = forms.Form
    fits: Callable[[Any], bool] = always
    for_many: bool = False
    ends: bool = False


class ActsAdmin(ReadOnlyAdmin):
    """Rows with acts, by their names in addresses."""

    acts: ClassVar[Mapping[str, Act]] = {}
    change_form_template = "admin/acts.html"

    def __init__(self, model: type[Model], admin_site: admin.AdminSite):
        super().__init__(model, admin_site)
        self.actions = [_for_chosen(name, act) for name, act in self.acts.items() if act.for_many]

    def get_urls(self) -> list[URLPattern]:
        """Add a page for each act."""
        page = self.admin_site.admin_view(self.act)
        name = f"{self.opts.model_name}-act"
        return [path("<number:row_id>/act/<slug:name>/", page, name=name), *super().get_urls()]

    def act(self, request: HttpRequest, row_id: int, name: str) -> HttpResponseBase:
        """Ask for what the act needs, and do it."""
        row = self.get_object(request, str(row_id))
        if name not in self.acts or row is None:
            raise Http404
        act = self.acts[name]
        return act_page(
            self,
            request,
            title=f"{act.title}: {row}",
            button=act.title,
            meaning=act.meaning,
            form=act.form(request.POST if request.method == "POST" else None),
            act=partial(act.do, request, row),
            back=self._address("changelist") if act.ends else self._address("change", row.pk),
        )

    def _address(self, page: str, *arguments: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=arguments)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """Show the acts that fit the row."""
        row = context["original"]
        acts = [
            {"title": act.title, "path": reverse(f"admin:{self.opts.model_name}-act", args=[row.pk, name])}
            for name, act in self.acts.items()
            if act.fits(row)
        ]
        return super().render_change_form(request, {**context, "acts": acts}, *args, **kwargs)


def _for_chosen(name: str, act: Act) -> Callable[..., None]:
    @admin.action(description=format_lazy("{}: {}", act.title, act.meaning) if act.meaning else act.title)
    def act_on(modeladmin: ActsAdmin, request: HttpRequest, rows: QuerySet[Any]) -> None:
        for_each(modeladmin, request, rows, partial(act.do, request))

    act_on.__name__ = name
    return act_on
