"""Bots in Django's admin: made here, given tokens, and deleted."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.bots.queries import bots
from accounts.bots.services import create_bot, delete_bot
from accounts.forms import PersonForm
from accounts.models import Bot, User
from accounts.moderation import administration
from accounts.requests import SignedInRequest
from accounts.tokens.models import MAX_TOKEN_NAME_CHARS
from accounts.tokens.services import READ, WRITE, create_token
from chatsite.backoffice.actions import ActionGroup, Button, RowAction, RowActionsAdmin, calling
from chatsite.backoffice.moments import moment_column
from chatsite.web.forms import NameField

created = moment_column("date_joined", _("created"))
TERMS = [("30", _("30 days")), ("90", _("90 days")), ("365", _("1 year")), ("", _("Never"))]


class TokenForm(forms.Form):
    """A token's name, what it may do, and for how long."""

    name = NameField(label=_("Name"), max_length=MAX_TOKEN_NAME_CHARS)
    scopes = forms.MultipleChoiceField(
        label=_("It can"),
        choices=[(READ, _("Read")), (WRITE, _("Write"))],
        initial=[READ, WRITE],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.ChoiceField(label=_("Expires after"), choices=TERMS, initial="90", required=False)


def _create_token(request: SignedInRequest, bot: Bot, *, name: str, scopes: list[str], days: str) -> str:
    end = timezone.now() + timedelta(days=int(days)) if days else None
    new = create_token(by=request.user, user=bot, name=name, scopes=scopes, expires_at=end)
    return str(_("Access token of {name}, shown only now: {secret}").format(name=bot.name, secret=new.secret))


@admin.register(Bot)
class BotAdmin(RowActionsAdmin):
    """The bots that were not deleted, without those of webhooks."""

    row_actions: ClassVar[dict[str, RowAction]] = {
        "create_token": RowAction(
            _("Create access token"),
            _create_token,
            _("A program reads and writes as the bot with it. It is shown once."),
            TokenForm,
        ),
        "delete": RowAction(
            _("Delete bot"),
            calling(delete_bot),
            _("Its access tokens stop working at once. Its messages stay."),
            group=ActionGroup.RESTRICT,
            removes_row=True,
            is_dangerous=True,
        ),
    }
    list_display = ("name", created)
    search_fields = ("name",)
    search_help_text = _("Name")
    ordering = ("name",)
    fields: ClassVar[Any] = ("name",)
    form = PersonForm

    def get_queryset(self, request: HttpRequest) -> "QuerySet[User]":
        """Return the bots."""
        return super().get_queryset(request).filter(pk__in=bots().values("pk"))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let administrators create bots."""
        return request.user.is_active and request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let administrators rename bots."""
        return request.user.is_active and request.user.is_superuser

    def buttons(self, row: Bot | None) -> Iterator[Button]:
        """Yield the actions on a bot; there is none yet where it is created."""
        return super().buttons(row) if row else iter(())

    def save_model(self, request: SignedInRequest, obj: Bot, form: Any, change: Any) -> None:  # type: ignore[override]
        """Create or rename through the services."""
        if change:
            administration.rename(User.objects.get(pk=obj.pk), obj.name, by=request.user)
        else:
            obj.pk = create_bot(name=obj.name, by=request.user).pk
