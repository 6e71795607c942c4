"""Rooms and members in Django's admin: to look at, and to change by the services as everywhere else."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.moderation.restrictions import restrictions_in_words
from accounts.requests import SignedInRequest
from chatsite.backoffice.actions import ActsAdmin
from chatsite.backoffice.tools import act_page
from chatsite.text.languages import Sentence
from rooms import services
from rooms.admin_actions import MEMBER_ACTS, ROOM_ACTS
from rooms.admin_forms import OwnerForm
from rooms.models import Membership, Room


class StateFilter(admin.SimpleListFilter):
    """Rooms by what can be done in them."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Sentence]]:
        """Return the states."""
        return [("open", _("open")), ("closed", _("closed")), ("deleted", _("deleted, not yet purged"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Return the rooms in the chosen state."""
        states = {"open": queryset.active(), "closed": queryset.closed(), "deleted": queryset.exclude(deleted_at=None)}
        return states.get(self.value() or "", queryset)


@admin.register(Room)
class RoomAdmin(ActsAdmin):
    """Every room, deleted ones included."""

    acts = ROOM_ACTS
    list_display = ["name", "state", "members", "creator", "for_new_people", "created_at"]
    list_filter = [StateFilter, "visibility", "is_default"]
    list_select_related = ["creator", "counter"]
    search_fields = ["name"]
    search_help_text = _("Name")
    fields = ["name", "description", "state", "members", "creator", "for_new_people", "slow_mode", "created_at"]
    change_form_template = "admin/room.html"

    @admin.display(description=_("state"))
    def state(self, room: Room) -> str:
        """Return what can be done in it, and who may see it, if not everyone."""
        moments = [(_("deleted"), room.deleted_at), (_("closed"), room.closed_at)]
        state = next((f"{word} {when:%-d %b %Y}" for word, when in moments if when), str(_("open")))
        return (
            state if room.visibility == Room.Visibility.PUBLIC else f"{state}, {room.get_visibility_display().lower()}"
        )

    @admin.display(description=_("new people start here"), boolean=True)
    def for_new_people(self, room: Room) -> bool:
        """Tell whether whoever registers becomes a member."""
        return room.is_default

    @admin.display(description=_("slow mode"))
    def slow_mode(self, room: Room) -> Sentence:
        """Return how often a member may write."""
        return _("a message every {seconds} s").format(seconds=room.slow_mode_s) if room.slow_mode_s else _("off")

    @admin.display(description=_("members"), ordering="counter__member_count")
    def members(self, room: Room) -> int:
        """Return how many there are."""
        return room.counter.member_count

    def get_urls(self) -> list[URLPattern]:
        """Add the page on which a room gets another owner."""
        page = self.admin_site.admin_view(self.change_owner)
        return [path("<number:room_id>/owner/", page, name="room-owner"), *super().get_urls()]

    def change_owner(self, request: SignedInRequest, room_id: int) -> HttpResponseBase:
        """Ask for the new owner, and hand the room over."""
        room = self.get_object(request, str(room_id))
        if room is None:
            raise Http404
        return act_page(
            self,
            request,
            title=_("Change owner: {room}").format(room=room),
            button=_("Change owner"),
            meaning=_("the owner before them stays as a moderator"),
            form=OwnerForm(room, request.POST or None),
            act=partial(services.set_role, room_id=room_id, by=request.user, role=Membership.Role.OWNER),
            back=reverse("admin:rooms_room_change", args=[room_id]),
        )


class MemberStateFilter(admin.SimpleListFilter):
    """Members by what they may do."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Sentence]]:
        """Return the states."""
        return [("member", _("member")), ("left", _("left")), ("muted", _("muted")), ("banned", _("banned"))]

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
class MembershipAdmin(ActsAdmin):
    """Who is or was in which room."""

    acts = MEMBER_ACTS
    list_display = ["user", "room", "role", "joined_at", "left_at", "state"]
    list_filter = [MemberStateFilter, "role"]
    list_select_related = ["user", "room"]
    search_fields = ["user__name", "user__email", "room__name"]
    search_help_text = _("Person or room")
    fields = ["user", "room", "role", "joined_at", "left_at", "state"]
    change_form_template = "admin/member.html"

    @admin.display(description=_("state"))
    def state(self, member: Membership) -> str:
        """Return whether they are muted or banned, and until when."""
        return restrictions_in_words(banned_until=member.banned_until, muted_until=member.muted_until)
