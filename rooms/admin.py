"""Rooms and members in Django's admin: to look at, and to change by the services as everywhere else."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from accounts.admin_forms import LiftForm, ReasonForm, TermForm
from accounts.requests import SignedInRequest
from chatsite.admin_tools import ReadOnlyAdmin, act_page, for_each
from chatsite.times import end_in_words, lasts
from rooms import moderation, services
from rooms.admin_forms import OwnerForm
from rooms.models import Membership, Room

# What can be done to one member on a page of its own: its title, its form, the service.
ACTS: dict[str, tuple[str, type[forms.Form], Callable[..., object]]] = {
    "mute": ("Mute in the room", TermForm, moderation.mute_member),
    "unmute": ("Let write again", LiftForm, moderation.unmute_member),
    "remove": ("Remove from the room", ReasonForm, moderation.remove_member),
    "ban": ("Ban from the room", TermForm, moderation.ban_from_room),
    "unban": ("Lift the ban", LiftForm, moderation.unban_from_room),
}


class StateFilter(admin.SimpleListFilter):
    """Rooms by what can be done in them."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the states."""
        return [("open", "open"), ("closed", "closed"), ("deleted", "deleted, not yet purged")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Return the rooms in the chosen state."""
        states = {"open": queryset.active(), "closed": queryset.closed(), "deleted": queryset.exclude(deleted_at=None)}
        return states.get(self.value() or "", queryset)


@admin.register(Room)
class RoomAdmin(ReadOnlyAdmin):
    """Every room, deleted ones included."""

    list_display = ["name", "visibility", "members", "creator", "is_default", "created_at", "closed_at", "deleted_at"]
    list_filter = [StateFilter, "visibility", "is_default"]
    list_select_related = ["creator", "counter"]
    search_fields = ["name"]
    actions = ["close", "reopen", "take_away", "purge", "make_default", "make_ordinary"]
    change_form_template = "admin/room.html"

    @admin.display(description="members", ordering="counter__member_count")
    def members(self, room: Room) -> int:
        """Return how many there are."""
        return room.counter.member_count

    def get_urls(self) -> list[URLPattern]:
        """Add the page on which a room gets another owner."""
        page = self.admin_site.admin_view(self.change_owner)
        return [path("<int:room_id>/owner/", page, name="room-owner"), *super().get_urls()]

    def change_owner(self, request: SignedInRequest, room_id: int) -> HttpResponseBase:
        """Ask for the new owner, and hand the room over."""
        room = self.get_object(request, str(room_id))
        if room is None:
            raise Http404
        return act_page(
            self,
            request,
            title=f"Change owner: {room}",
            form=OwnerForm(room, request.POST or None),
            act=partial(services.set_role, room_id=room_id, by=request.user, role=Membership.Role.OWNER),
            back=reverse("admin:rooms_room_change", args=[room_id]),
        )

    @admin.action(description="Close: read-only for everyone")
    def close(self, request: SignedInRequest, rooms: QuerySet[Room]) -> None:
        """Close the rooms."""
        for_each(self, request, rooms, lambda room: services.close_room(room_id=room.pk, by=request.user))

    @admin.action(description="Reopen")
    def reopen(self, request: SignedInRequest, rooms: QuerySet[Room]) -> None:
        """Reopen the rooms."""
        for_each(self, request, rooms, lambda room: services.reopen_room(room_id=room.pk, by=request.user))

    @admin.action(description="Delete: gone for everyone, purged after 30 days")
    def take_away(self, request: SignedInRequest, rooms: QuerySet[Room]) -> None:
        """Delete the rooms."""
        for_each(self, request, rooms, lambda room: services.delete_room(room_id=room.pk, by=request.user))

    @admin.action(description="Purge: remove deleted rooms for good, now")
    def purge(self, request: SignedInRequest, rooms: QuerySet[Room]) -> None:
        """Purge the rooms in the background."""
        for_each(self, request, rooms, lambda room: services.purge_room(room_id=room.pk, by=request.user))

    @admin.action(description="Let new people start here")
    def make_default(self, request: SignedInRequest, rooms: QuerySet[Room]) -> None:
        """Make the rooms default rooms."""
        change = partial(services.set_default, by=request.user, is_default=True)
        for_each(self, request, rooms, lambda room: change(room_id=room.pk))

    @admin.action(description="Do not let new people start here")
    def make_ordinary(self, request: SignedInRequest, rooms: QuerySet[Room]) -> None:
        """Make the rooms ordinary ones."""
        change = partial(services.set_default, by=request.user, is_default=False)
        for_each(self, request, rooms, lambda room: change(room_id=room.pk))


class MemberStateFilter(admin.SimpleListFilter):
    """Members by what they may do."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the states."""
        return [("member", "member"), ("left", "left"), ("muted", "muted"), ("banned", "banned")]

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
class MembershipAdmin(ReadOnlyAdmin):
    """Who is or was in which room."""

    list_display = ["user", "room", "role", "joined_at", "left_at", "state"]
    list_filter = [MemberStateFilter, "role"]
    list_select_related = ["user", "room"]
    search_fields = ["user__name", "user__email", "room__name"]
    fields = ["user", "room", "role", "joined_at", "left_at", "last_read_seq", "state"]
    show_full_result_count = False
    change_form_template = "admin/member.html"

    @admin.display(description="state")
    def state(self, member: Membership) -> str:
        """Return whether they are muted or banned, and until when."""
        kept = [("banned", member.banned_until), ("muted", member.muted_until)]
        return ", ".join(f"{word} {end_in_words(until)}" for word, until in kept if until and lasts(until))

    def get_urls(self) -> list[URLPattern]:
        """Add a page for each act."""
        page = self.admin_site.admin_view(self.act)
        return [path("<int:member_id>/act/<slug:name>/", page, name="member-act"), *super().get_urls()]

    def act(self, request: SignedInRequest, member_id: int, name: str) -> HttpResponseBase:
        """Ask for the reason and the term, and do it."""
        member = self.get_object(request, str(member_id))
        if name not in ACTS or member is None:
            raise Http404
        title, form, service = ACTS[name]
        return act_page(
            self,
            request,
            title=f"{title}: {member}",
            form=form(request.POST or None),
            act=partial(service, room_id=member.room_id, by=request.user, user_id=member.user_id),
            back=reverse("admin:rooms_membership_change", args=[member_id]),
        )
