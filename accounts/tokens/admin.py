"""Access tokens in Django's admin: who has which, and ending one that leaked. No secret is shown, nor its hash."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.requests import SignedInRequest
from accounts.tokens.models import AccessToken
from accounts.tokens.services import revoke_token
from chatsite.backoffice.actions import ActionGroup, RowAction, RowActionsAdmin
from chatsite.backoffice.moments import moment_column
from chatsite.contract.sentences import Sentence

created = moment_column("created_at", _("created"))
expires = moment_column("expires_at", _("expires"))
last_used = moment_column("last_used_at", _("last used"))


def _revoke(request: SignedInRequest, token: AccessToken) -> None:
    revoke_token(by=request.user, user=token.user, token_id=token.pk)


@admin.register(AccessToken)
class AccessTokenAdmin(RowActionsAdmin):
    """Every access token, newest first."""

    row_actions: ClassVar[dict[str, RowAction]] = {
        "revoke": RowAction(
            _("Revoke"),
            _revoke,
            _("Programs that use it are disconnected at once. Webhooks and invitations that they created stay."),
            group=ActionGroup.RESTRICT,
            for_many=True,
            removes_row=True,
            is_dangerous=True,
        )
    }
    list_display = ("name", "person", "scopes", created, last_used, expires)
    list_select_related = ("user",)
    search_fields = ("name", "user__name", "user__email")
    search_help_text = _("Token or person")
    ordering = ("-pk",)
    fields: ClassVar[Any] = ["name", "person", "scopes", created, last_used, expires]
    readonly_fields: ClassVar[Any] = fields

    @admin.display(description=_("person"), ordering="user__name")
    def person(self, token: AccessToken) -> str:
        """Return as whom a program acts with it."""
        return token.user.name

    @admin.display(description=_("can"))
    def scopes(self, token: AccessToken) -> Sentence:
        """Return what it may do."""
        if token.may_read and token.may_write:
            return _("Read and write")
        return _("Read") if token.may_read else _("Write")
