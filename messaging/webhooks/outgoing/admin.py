"""Outgoing webhooks and their deliveries in Django's admin."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from chatsite.backoffice.actions import ActionGroup, RowAction, RowActionsAdmin, calling
from chatsite.backoffice.moments import moment_column
from chatsite.contract.sentences import Sentence
from messaging.webhooks.outgoing import services
from messaging.webhooks.outgoing.models import OutgoingWebhook, WebhookDelivery
from messaging.webhooks.outgoing.policies import may_manage
from messaging.webhooks.outgoing.reasons import reason_in_words

DELIVERIES_SHOWN = 100


class StateFilter(admin.SimpleListFilter):
    """Webhooks that work, fail, or are off."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Sentence]]:
        """Return the states."""
        return [("active", _("Active")), ("failing", _("Failing")), ("off", _("Off"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Return the webhooks in the chosen state."""
        states = {
            "active": queryset.filter(is_active=True, failing_since=None),
            "failing": queryset.filter(is_active=True).exclude(failing_since=None),
            "off": queryset.filter(is_active=False),
        }
        return states.get(self.value() or "", queryset)


WEBHOOK_ACTIONS = {
    "turn_off": RowAction(
        _("Turn off"),
        calling(services.turn_off),
        _("Nothing more is sent until someone turns it on again."),
        group=ActionGroup.RESTRICT,
        fits=lambda webhook: webhook.is_active,
        for_many=True,
    )
}


@admin.register(OutgoingWebhook)
class OutgoingWebhookAdmin(RowActionsAdmin):
    """Every outgoing webhook, by its host: the rest of the address may hold a secret."""

    row_actions = WEBHOOK_ACTIONS
    list_display = (
        "number",
        "name",
        "place",
        "host",
        "keeper",
        "state",
        moment_column("failing_since", _("failing since")),
        moment_column("last_success_at", _("last success")),
    )
    list_filter = (StateFilter,)
    list_select_related = ("room", "keeper")
    search_fields = ("name", "room__name", "keeper__name")
    search_help_text = _("Name, room or person")
    ordering = ("-pk",)
    fields: ClassVar[Any] = [
        "name",
        "place",
        "host",
        "chosen",
        "keeper",
        "state",
        moment_column("failing_since", _("failing since")),
        moment_column("last_success_at", _("last success")),
        moment_column("created_at", _("created")),
    ]
    readonly_fields: ClassVar[Any] = fields
    change_form_template = "admin/outgoing_webhook.html"

    @admin.display(description=_("webhook"), ordering="pk")
    def number(self, webhook: OutgoingWebhook) -> str:
        """Return the number by which the moderation log names it."""
        return f"#{webhook.pk}"

    @admin.display(description=_("sends"), ordering="room")
    def place(self, webhook: OutgoingWebhook) -> Sentence:
        """Return the room, or that it is all public ones."""
        return webhook.room.name if webhook.room else _("All public rooms")

    @admin.display(description=_("to"))
    def host(self, webhook: OutgoingWebhook) -> str:
        """Return the host that it posts to."""
        return webhook.host

    @admin.display(description=_("events"))
    def chosen(self, webhook: OutgoingWebhook) -> str:
        """Return the events that it sends."""
        return ", ".join(webhook.events)

    @admin.display(description=_("state"))
    def state(self, webhook: OutgoingWebhook) -> Sentence:
        """Return whether it works, and why not."""
        if not webhook.is_active:
            return webhook.get_off_reason_display() if webhook.off_reason else _("Off")
        return _("Failing") if webhook.failing_since else _("Active")

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """Show what was sent last."""
        found = WebhookDelivery.objects.filter(webhook=context["original"]).select_related("room")
        rows = [(one, reason_in_words(one.reason)) for one in found.order_by("-pk")[:DELIVERIES_SHOWN]]
        may_send_again = may_manage(request.user, context["original"])  # type: ignore[arg-type] # a signed-in administrator
        shown = {**context, "deliveries": rows, "may_send_again": may_send_again}
        return super().render_change_form(request, shown, *args, **kwargs)


def _send_again(request: Any, delivery: WebhookDelivery) -> Sentence:
    services.redeliver(by=request.user, webhook_id=delivery.webhook_id, delivery_id=delivery.uuid)
    return _("It is sent again in a moment.")


DELIVERY_ACTIONS = {
    "send_again": RowAction(
        _("Send again"),
        _send_again,
        _("The receiver gets it once more, with the same id, as it is now."),
        fits=lambda delivery: delivery.status != WebhookDelivery.Status.PENDING,
        for_many=True,
    )
}


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(RowActionsAdmin):
    """The last deliveries of all webhooks, newest first."""

    row_actions = DELIVERY_ACTIONS
    list_display = (
        "delivery",
        "webhook",
        "room",
        "event",
        "status",
        "attempts",
        "answer_status",
        "problem",
        moment_column("tried_at", _("last attempt")),
    )
    list_filter = ("status", "event")
    list_select_related = ("webhook", "room")
    ordering = ("-pk",)
    fields: ClassVar[Any] = [
        "uuid",
        "webhook",
        "room",
        "event",
        "status",
        "attempts",
        "answer_status",
        "problem",
        moment_column("created_at", _("first attempt")),
        moment_column("tried_at", _("last attempt")),
    ]
    readonly_fields: ClassVar[Any] = fields

    @admin.display(description=_("delivery"), ordering="pk")
    def delivery(self, one: WebhookDelivery) -> str:
        """Return the beginning of its id, by which the receiver knows it."""
        return one.uuid.hex[:8]

    @admin.display(description=_("problem"))
    def problem(self, delivery: WebhookDelivery) -> Sentence:
        """Return what was wrong with the last attempt."""
        return reason_in_words(delivery.reason)
