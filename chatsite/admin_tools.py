"""What every part of Django's admin shares: it shows rows, and changes them through services like any other door."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from chatsite.errors import ChatError


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
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


def for_each(
    modeladmin: admin.ModelAdmin,  # type: ignore[type-arg]
    request: HttpRequest,
    rows: QuerySet[Any],
    change: Callable[[Any], object],
) -> None:
    """Change each of ``rows`` through a service; say what was refused, and how many were not."""
    done = 0
    for row in rows:
        try:
            change(row)
            done += 1
        except ChatError as error:
            modeladmin.message_user(request, f"{row}: {error}", messages.WARNING)
    if done:
        modeladmin.message_user(request, f"Done: {done}.", messages.SUCCESS)


def for_each_of(description: str, service: Callable[..., object]) -> Callable[..., None]:
    """Return an action of a list: ``service(row, by=administrator)`` for each chosen row."""

    @admin.action(description=description)
    def act(modeladmin: admin.ModelAdmin, request: HttpRequest, rows: QuerySet[Any]) -> None:  # type: ignore[type-arg]
        for_each(modeladmin, request, rows, partial(service, by=request.user))

    return act


def act_page(
    modeladmin: admin.ModelAdmin,  # type: ignore[type-arg]
    request: HttpRequest,
    *,
    title: str,
    form: forms.Form,
    act: Callable[..., object],
    back: str,
) -> HttpResponseBase:
    """Show a page with a form, and on its way back call ``act`` with what was filled in; what is refused is said."""
    if request.method == "POST" and form.is_valid():
        try:
            act(**form.cleaned_data)
        except ChatError as error:
            form.add_error(None, str(error))
        else:
            modeladmin.message_user(request, f"Done: {title}.", messages.SUCCESS)
            return redirect(back)
    context = {**modeladmin.admin_site.each_context(request), "opts": modeladmin.opts, "title": title, "form": form}
    return TemplateResponse(request, "admin/act.html", {**context, "back": back})
