"""Rooms and members in Django's admin; changes go through the services."""

from collections.abc import Iterator
from functools import partial
from typing import Any, ClassVar

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.requests import SignedInRequest
from accounts.restrictions import restrictions_in_words
from chatsite.backoffice.actions import ActionGroup, Button, RowActionsAdmin
from chatsite.backoffice.cells import named
from chatsite.backoffice.moments import local_end, moment_column
from chatsite.backoffice.numbers import number
from chatsite.backoffice.tabs import person_tab
from chatsite.backoffice.tools import action_page
from chatsite.contract.sentences import Sentence
from rooms import roles
from rooms.admin_actions import MEMBER_ACTIONS, ROOM_ACTIONS
from rooms.admin_forms import OwnerForm
from rooms.invitations.admin import InvitationAdmin
from rooms.models import Membership, Room
from rooms.queries import room_within_reach

__all__ = ["InvitationAdmin", "MembershipAdmin", "RoomAdmin"]

ROOMS_IN_TAB = 200
created = moment_column("created_at", _("created"))
joined = moment_column("joined_at", _("joined"))
left = moment_column("left_at", _("left"))


@number(_("Rooms"), "admin:rooms_room_changelist", position=4)
def _rooms() -> int:
    return Room.objects.active().exclude(visibility=Room.Visibility.DIRECT).count()


@person_tab("rooms", _("Rooms"), position=2)
def _rooms_of(person: User) -> dict[str, Any]:
    found = Membership.objects.filter(user=person).exclude(room__visibility=Room.Visibility.DIRECT)
    found = found.select_related("room")
    return {"memberships": found.order_by("left_at", "room__name")[:ROOMS_IN_TAB]}


class StateFilter(admin.SimpleListFilter):
    """Open, closed and deleted rooms."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Sentence]]:
        """Return the states."""
        return [("open", _("Open")), ("closed", _("Closed")), ("deleted", _("Deleted"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Return the rooms in the chosen state."""
        states = {"open": queryset.active(), "closed": queryset.closed(), "deleted": queryset.exclude(deleted_at=None)}
        return states.get(self.value() or "", queryset)


@admin.register(Room)
class RoomAdmin(RowActionsAdmin):
    """Every room, deleted ones included."""

    row_actions = ROOM_ACTIONS
    list_display = ["name", "state", "members", "creator", "default_room", created]
    list_filter = [StateFilter, "visibility", "is_default"]
    list_select_related = ["creator", "counter"]
    search_fields = ["name"]
    search_help_text = _("Room name")
    fields: ClassVar[Any] = [
        "name",
        "topic",
        "state",
        "writers",
        "members",
        "creator",
        "default_room",
        "slow_mode",
        created,
    ]
    readonly_fields: ClassVar[Any] = fields
    change_list_template = "admin/room_list.html"
    change_form_template = "admin/room.html"

    @admin.display(description=_("state"))
    def state(self, room: Room) -> str:
        """Return whether it is open, and who can see it unless that is everyone."""
        moments = [(_("Deleted on {day}"), room.deleted_at), (_("Closed on {day}"), room.closed_at)]
        ended = (text.format(day=date_format(localtime(when))) for text, when in moments if when)
        state = next(ended, str(_("Open")))
        return state if room.visibility == Room.Visibility.PUBLIC else f"{state}, {room.get_visibility_display()}"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave out direct rooms, which are their people's alone."""
        return super().get_queryset(request).exclude(visibility=Room.Visibility.DIRECT)

    @admin.display(description=_("topic"))
    def topic(self, room: Room) -> Sentence:
        """Return what a public room is about."""
        return room.description if room.is_public else _("Only its members can read it.")

    @admin.display(description=_("who can write"))
    def writers(self, room: Room) -> str:
        """Return who can write."""
        return room.get_who_may_write_display()

    @admin.display(description=_("default room"), ordering="is_default")
    def default_room(self, room: Room) -> str:
        """Return whether new members are added automatically."""
        return named(_("default room"), _("Yes") if room.is_default else _("No"))

    @admin.display(description=_("slow mode"))
    def slow_mode(self, room: Room) -> Sentence:
        """Return the minimum time between a member's messages."""
        return _("One message every {seconds} s").format(seconds=room.slow_mode_s) if room.slow_mode_s else _("Off")

    @admin.display(description=_("members"), ordering="counter__member_count")
    def members(self, room: Room) -> str:
        """Return the number of members."""
        return named(_("members"), room.counter.member_count)

    def buttons(self, row: Room) -> Iterator[Button]:
        """Add the page that changes the owner."""
        yield from super().buttons(row)
        if row.deleted_at is None:
            yield Button(_("Change owner"), reverse("admin:room-owner", args=[row.pk]), ActionGroup.ROOM)

    def get_urls(self) -> list[URLPattern]:
        """Add the page that changes a room's owner."""
        page = self.admin_site.admin_view(self.change_owner)
        return [path("<number:room_id>/owner/", page, name="room-owner"), *super().get_urls()]

    def change_owner(self, request: SignedInRequest, room_id: int) -> HttpResponseBase:
        """Ask for the new owner and hand the room over."""
        room = self.get_object(request, str(room_id))
        if room is None:
            raise Http404
        return action_page(
            self,
            request,
            title=_("Change owner: {room}").format(room=room),
            button=_("Change owner"),
            effect=_("The current owner becomes a moderator."),
            form=OwnerForm(room, request.POST or None),
            perform=partial(
                roles.set_role, room_id=room_id, by=request.user, role=Membership.Role.OWNER, find=room_within_reach
            ),
            back=reverse("admin:rooms_room_change", args=[room_id]),
        )


class MemberStateFilter(admin.SimpleListFilter):
    """Members by their state in the room."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Sentence]]:
        """Return the states."""
        return [("member", _("Member")), ("left", _("Left")), ("muted", _("Muted")), ("banned", _("Banned"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Return the members in the chosen state."""
        now = timezone.now()
        conditions: dict[str, dict[str, Any]] = {
            "member": {"left_at": None},
            "left": {"left_at__isnull": False},
            "muted": {"muted_until__gt": now},
            "banned": {"banned_until__gt": now},
        }
        return queryset.filter(**conditions.get(self.value() or "", {}))


@admin.register(Membership)
class MembershipAdmin(RowActionsAdmin):
    """Current and former members of rooms."""

    row_actions = MEMBER_ACTIONS
    list_display = ["user", "room", "role", joined, left, "state"]
    list_filter = [MemberStateFilter, "role"]
    list_select_related = ["user", "room"]
    search_fields = ["user__name", "user__email", "room__name"]
    search_help_text = _("Person or room")
    fields: ClassVar[Any] = ["user", "room", "role", joined, left, "state"]
    readonly_fields: ClassVar[Any] = fields
    change_form_template = "admin/member.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Leave out direct rooms."""
        return super().get_queryset(request).exclude(room__visibility=Room.Visibility.DIRECT)

    @admin.display(description=_("state"))
    def state(self, member: Membership) -> str:
        """Return whether they are muted or banned, and until when."""
        return restrictions_in_words(
            banned_until=member.banned_until, muted_until=member.muted_until, written=local_end
        )
