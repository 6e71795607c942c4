"""Invitations in Django's admin: the list, who came by them, and a person's part in both."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin_actions import PERSON_ACTIONS
from accounts.models import User
from chatsite.backoffice.actions import ActionGroup, RowAction, RowActionsAdmin, calling
from chatsite.backoffice.moments import moment_column
from chatsite.backoffice.tabs import person_tab
from chatsite.contract.sentences import Sentence
from rooms.invitations import services
from rooms.invitations.models import Arrival, Invitation
from rooms.invitations.policies import is_backed

ROWS_IN_TAB = 100
created = moment_column("created_at", _("created"))
expires = moment_column("expires_at", _("expires"))


def has_invited(person: User) -> bool:
    """Tell whether a person has invitations that can be revoked."""
    return Invitation.objects.unended().filter(inviter=person).exists()


PERSON_ACTIONS["end_invitations"] = RowAction(
    _("Revoke all invitations"),
    calling(services.revoke_all),
    _("Their invitation links stop working. People who came by them stay."),
    group=ActionGroup.RESTRICT,
    fits=has_invited,
)


@person_tab("invitations", _("Invitations"), position=5)
def _invitations_of(person: User) -> dict[str, Any]:
    """Return who invited a person, what they made, and who came by it."""
    arrivals = Arrival.objects.select_related("user", "inviter", "room")
    return {
        "came_by": arrivals.filter(user=person).order_by("-registered", "pk")[:ROWS_IN_TAB],
        "invitations": Invitation.objects.with_payload().filter(inviter=person).order_by("-pk")[:ROWS_IN_TAB],
        "arrivals": arrivals.filter(inviter=person).order_by("-pk")[:ROWS_IN_TAB],
    }


class StateFilter(admin.SimpleListFilter):
    """Invitations that work, and those that have ended."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Sentence]]:
        """Return the states."""
        return [("active", _("Active")), ("ended", _("Ended"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Return the invitations in the chosen state."""
        active = Invitation.objects.unended().values("pk")
        states = {"active": queryset.filter(pk__in=active), "ended": queryset.exclude(pk__in=active)}
        return states.get(self.value() or "", queryset)


def _revoke(request: Any, invitation: Invitation) -> None:
    services.revoke(invitation_id=invitation.pk, by=request.user)


INVITATION_ACTIONS = {
    "revoke": RowAction(
        _("Revoke"),
        _revoke,
        _("The link stops working. People who came by it stay."),
        group=ActionGroup.RESTRICT,
        fits=lambda invitation: not invitation.has_ended,
        for_many=True,
    )
}


@admin.register(Invitation)
class InvitationAdmin(RowActionsAdmin):
    """Every invitation that is kept, newest first."""

    row_actions = INVITATION_ACTIONS
    list_display = ("number", "inviter", "place", "used", "state", created, expires)
    list_filter = (StateFilter,)
    list_select_related = ("inviter", "room")
    search_fields = ("inviter__name", "inviter__email", "room__name")
    search_help_text = _("Person or room")
    ordering = ("-pk",)
    fields: ClassVar[Any] = ["inviter", "place", "used", "state", created, expires]
    readonly_fields: ClassVar[Any] = fields
    change_form_template = "admin/invitation.html"

    @admin.display(description=_("invitation"), ordering="pk")
    def number(self, invitation: Invitation) -> str:
        """Return the number by which the moderation log names it."""
        return f"#{invitation.pk}"

    @admin.display(description=_("invites to"), ordering="room")
    def place(self, invitation: Invitation) -> Sentence:
        """Return the room, or that it is the site."""
        return invitation.room.name if invitation.room else _("The whole site")

    @admin.display(description=_("uses"), ordering="uses")
    def used(self, invitation: Invitation) -> Sentence:
        """Return how many people came by it, and how many may."""
        if invitation.max_uses is None:
            return str(invitation.uses)
        return _("{uses} of {limit}").format(uses=invitation.uses, limit=invitation.max_uses)

    @admin.display(description=_("state"))
    def state(self, invitation: Invitation) -> Sentence:
        """Return whether it works, and why not."""
        if invitation.revoked_at:
            return _("Revoked")
        if invitation.has_ended:
            return _("Expired")
        if invitation.is_used_up:
            return _("Used up")
        return (
            _("Active")
            if is_backed(invitation)
            else _("Paused: the person who made it can't invite people at the moment")
        )

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """Show who came by it."""
        found = Arrival.objects.filter(invitation=context["original"]).select_related("user", "room")
        shown = {**context, "arrivals": found.order_by("-pk")[:ROWS_IN_TAB]}
        return super().render_change_form(request, shown, *args, **kwargs)
