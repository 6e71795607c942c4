"""Actions on one row of Django's admin: each has a page of its own, and some a place in the list's menu."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from chatsite.backoffice.tools import ReadOnlyAdmin, action_page, for_each
from chatsite.contract.sentences import Sentence


class ActionGroup(Enum):
    """The heading under which a row's page offers an action."""

    HELP = "help"
    RESTRICT = "restrict"
    ROLE = "role"
    ROOM = "room"

    @property
    def is_menu(self) -> bool:
        """Return whether the buttons are behind one more click: what is rare and reaches far."""
        return self is ActionGroup.ROLE

    @property
    def is_dangerous(self) -> bool:
        """Return whether all of its actions take something away from people."""
        return self is ActionGroup.RESTRICT

    @property
    def title(self) -> Sentence:
        """Return the heading."""
        titles = {"help": _("Help"), "restrict": _("Restrict"), "role": _("Role"), "room": _("Room")}
        return titles[self.value]


def always(row: Any) -> bool:
    """Offer an action for every row."""
    return True


def calling(
    service: Callable[..., object], target: Callable[[Any], Mapping[str, Any]] | None = None, **arguments: Any
) -> Callable[..., object]:
    """Return an action that calls ``service(row, by=administrator)`` with the form's data.

    With ``target``, the service gets what that returns of the row in place of the row: ``{"room_id": 7}``.
    """

    def do(request: HttpRequest, row: Any, **data: Any) -> None:
        place, names = ((row,), {}) if target is None else ((), target(row))
        service(*place, **names, **arguments, **data, by=request.user)

    return do


@dataclass(frozen=True, slots=True)
class RowAction:
    """An action on a row: ``do(request, row, **cleaned_data)`` calls a service and may return the message to show.

    ``effect`` is a sentence that says what happens. The action is offered on the page of each row that it ``fits``, and
    in the list's menu if it is ``for_many``. An action that ``removes_row`` returns to the list. ``is_dangerous`` marks
    what takes something away from people: its button has the colour of danger.
    """

    title: Sentence
    do: Callable[..., object]
    effect: Sentence = ""
    form: type[forms.Form] = forms.Form
    group: ActionGroup = ActionGroup.HELP
    fits: Callable[[Any], bool] = always
    for_many: bool = False
    removes_row: bool = False
    is_dangerous: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """A link to the page of an action, as a row's page shows it."""

    title: Sentence
    path: str
    group: ActionGroup
    is_dangerous: bool = False


class RowActionsAdmin(ReadOnlyAdmin):
    """A read-only list with ``row_actions``, keyed by their names in URLs."""

    row_actions: ClassVar[Mapping[str, RowAction]] = {}
    change_form_template = "admin/row_actions.html"

    def __init__(self, model: type[Model], admin_site: admin.AdminSite):
        super().__init__(model, admin_site)
        self.actions = [_for_selected(name, action) for name, action in self.row_actions.items() if action.for_many]

    def get_urls(self) -> list[URLPattern]:
        """Add a page for each action."""
        page = self.admin_site.admin_view(self.row_action)
        name = f"{self.opts.model_name}-action"
        return [path("<number:row_id>/action/<slug:name>/", page, name=name), *super().get_urls()]

    def row_action(self, request: HttpRequest, row_id: int, name: str) -> HttpResponseBase:
        """Show the form of an action, and run the action when the form is sent."""
        row = self.get_object(request, str(row_id))
        if name not in self.row_actions or row is None:
            raise Http404
        action = self.row_actions[name]
        return action_page(
            self,
            request,
            title=f"{action.title}: {row}",
            button=action.title,
            effect=action.effect,
            is_dangerous=action.is_dangerous,
            form=action.form(request.POST if request.method == "POST" else None),
            perform=partial(action.do, request, row),
            back=self._address("changelist") if action.removes_row else self._address("change", row.pk),
        )

    def buttons(self, row: Any) -> Iterator[Button]:
        """Yield the actions that fit ``row``; an admin may add links to pages of its own."""
        for name, action in self.row_actions.items():
            if action.fits(row):
                address = reverse(f"admin:{self.opts.model_name}-action", args=[row.pk, name])
                yield Button(action.title, address, action.group, action.is_dangerous)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """Show the actions that fit the row, by group."""
        buttons = list(self.buttons(context["original"]))
        groups = [(group, [one for one in buttons if one.group is group]) for group in ActionGroup]
        shown = {**context, "action_groups": [(group, listed) for group, listed in groups if listed]}
        return super().render_change_form(request, shown, *args, **kwargs)

    def _address(self, page: str, *arguments: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=arguments)


def _for_selected(name: str, action: RowAction) -> Callable[..., None]:
    @admin.action(description=format_lazy("{}: {}", action.title, action.effect) if action.effect else action.title)
    def act_on(modeladmin: RowActionsAdmin, request: HttpRequest, rows: QuerySet[Any]) -> None:
        for_each(modeladmin, request, rows, partial(action.do, request))

    act_on.__name__ = name
    return act_on
