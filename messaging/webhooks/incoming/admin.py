"""Incoming webhooks in Django's admin: the list, and deleting them."""

from typing import Any, ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from chatsite.backoffice.actions import ActionGroup, RowAction, RowActionsAdmin
from chatsite.backoffice.moments import moment_column
from messaging.webhooks.incoming import services
from messaging.webhooks.incoming.models import IncomingWebhook
from rooms.queries import room_within_reach

created = moment_column("created_at", _("created"))
last_used = moment_column("last_used_at", _("last used"))


def _delete(request: Any, webhook: IncomingWebhook) -> None:
    services.delete_webhook(room_id=webhook.room_id, webhook_id=webhook.pk, by=request.user, find=room_within_reach)


@admin.register(IncomingWebhook)
class IncomingWebhookAdmin(RowActionsAdmin):
    """Every webhook, newest first."""

    row_actions: ClassVar[Any] = {
        "delete": RowAction(
            _("Delete"),
            _delete,
            _("Programs that use its URL can't post anymore. Its messages stay."),
            group=ActionGroup.RESTRICT,
            for_many=True,
            removes_row=True,
        )
    }
    list_display = ("name", "room", "created_by", created, last_used)
    list_select_related = ("room", "created_by")
    search_fields = ("name", "room__name", "created_by__name")
    search_help_text = _("Name, room or person")
    ordering = ("-pk",)
    fields: ClassVar[Any] = ["name", "room", "created_by", created, last_used]
    readonly_fields: ClassVar[Any] = fields
