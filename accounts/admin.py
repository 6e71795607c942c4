"""People in Django's admin."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from accounts import administration, sanctions
from accounts.admin_forms import LiftForm, ReasonForm, TermForm
from accounts.log_admin import ModerationEntryAdmin
from accounts.models import User
from accounts.requests import SignedInRequest
from chatsite.addresses import site_origin
from chatsite.admin_tools import ReadOnlyAdmin, act_page, for_each, for_each_of
from chatsite.forms import NameField
from chatsite.times import end_in_words, lasts

__all__ = ["ModerationEntryAdmin", "UserAdmin"]

admin.site.unregister(Group)

# What can be done to one person on a page of its own: its title, its form, the service.
ACTS: dict[str, tuple[str, type[forms.Form], Callable[..., object]]] = {
    "warn": ("Warn", ReasonForm, sanctions.warn),
    "mute": ("Mute everywhere", TermForm, sanctions.mute),
    "unmute": ("Let write again", LiftForm, sanctions.unmute),
    "ban": ("Ban", TermForm, sanctions.ban),
    "unban": ("Lift the ban", LiftForm, sanctions.unban),
}

People = QuerySet[User]


class StateFilter(admin.SimpleListFilter):
    """Who can sign in, and who cannot, and why."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the states."""
        return [
            ("active", "active"),
            ("waiting", "waiting for approval"),
            ("deactivated", "deactivated"),
            ("muted", "muted"),
            ("banned", "banned"),
        ]

    def queryset(self, request: HttpRequest, queryset: People) -> People:
        """Return the people in the chosen state."""
        conditions: dict[str, dict[str, Any]] = {
            "active": {"is_active": True, "awaits_approval": False},
            "waiting": {"awaits_approval": True},
            "deactivated": {"is_active": False},
            "muted": {"muted_until__gt": timezone.now()},
            "banned": {"banned_until__gt": timezone.now()},
        }
        return queryset.filter(**conditions.get(self.value() or "", {}))


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """People: found by name or address, let in, kept out, helped. Only the name is edited."""

    list_display = ("name", "email", "state", "role", "last_seen", "date_joined")
    list_filter = (StateFilter, ("is_superuser", admin.BooleanFieldListFilter), "last_login", "date_joined")
    search_fields = ("name", "email")
    ordering = ("-date_joined",)
    fields = ("name", "email", "state", "role", "two_factor", "last_seen", "last_login", "date_joined")
    readonly_fields = fields[1:]
    show_full_result_count = False
    change_form_template = "admin/person.html"
    actions = (
        "approve",
        "reject",
        "deactivate",
        "reactivate",
        "end_sessions",
        "make_reset_link",
        "turn_two_factor_off",
        "promote",
        "demote",
    )

    def get_queryset(self, request: HttpRequest) -> People:
        """Return people with the time they were last seen."""
        people: People = super().get_queryset(request)
        return people.annotate(seen_at=Max("sessions__last_seen_at"))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let administrators rename."""
        return request.user.is_active and request.user.is_superuser

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Hold a new name to the rules of everywhere else."""
        if db_field.name == "name":
            return NameField(max_length=db_field.max_length)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: SignedInRequest, obj: User, form: Any, change: Any) -> None:  # type: ignore[override]
        """Rename through the service, so that everyone hears of it."""
        administration.rename(User.objects.get(pk=obj.pk), obj.name, by=request.user)

    @admin.display(description="state")
    def state(self, user: User) -> str:
        """Return why the person can or cannot sign in."""
        if user.awaits_approval:
            return "waiting for approval"
        if not user.is_active:
            return "deactivated"
        kept = [("banned", user.banned_until), ("muted", user.muted_until)]
        return ", ".join(f"{word} {end_in_words(until)}" for word, until in kept if until and lasts(until)) or "active"

    @admin.display(description="role", ordering="is_superuser")
    def role(self, user: User) -> str:
        """Return what the person may do."""
        return "administrator" if user.is_superuser else "member"

    @admin.display(description="last seen", ordering="seen_at")
    def last_seen(self, user: Any) -> Any:
        """Return when one of the person's sessions was last used."""
        return user.seen_at

    @admin.display(description="two-factor sign-in", boolean=True)
    def two_factor(self, user: User) -> bool:
        """Tell whether it is on."""
        return user.has_second_factor

    def get_urls(self) -> list[URLPattern]:
        """Add a page for each act."""
        page = self.admin_site.admin_view(self.act)
        return [path("<int:user_id>/act/<slug:name>/", page, name="person-act"), *super().get_urls()]

    def act(self, request: SignedInRequest, user_id: int, name: str) -> HttpResponseBase:
        """Ask for the reason and the term, and do it."""
        user = self.get_object(request, str(user_id))
        if name not in ACTS or user is None:
            raise Http404
        title, form, service = ACTS[name]
        return act_page(
            self,
            request,
            title=f"{title}: {user.name}",
            form=form(request.POST or None),
            act=partial(service, user, by=request.user),
            back=reverse("admin:accounts_user_change", args=[user.pk]),
        )

    @admin.action(description="Approve: let in who waits")
    def approve(self, request: SignedInRequest, people: People) -> None:
        """Approve the people."""
        origin = site_origin(request)
        for_each(self, request, people, lambda user: administration.approve(user, by=request.user, origin=origin))

    reject = for_each_of("Reject: delete accounts that wait for approval", administration.reject)
    deactivate = for_each_of("Deactivate: keep out, and cut at once", administration.deactivate)
    reactivate = for_each_of("Reactivate", administration.reactivate)
    end_sessions = for_each_of("End all sessions", administration.end_sessions)

    @admin.action(description="Make a one-time link to choose a new password")
    def make_reset_link(self, request: SignedInRequest, people: People) -> None:
        """Show a link for each of the people; an earlier one ends."""
        origin = site_origin(request)
        for user in people:
            link = administration.make_reset_link(user, by=request.user, origin=origin)
            self.message_user(request, f"For {user.name}, good once and for a day: {link}", messages.INFO)

    turn_two_factor_off = for_each_of("Turn two-factor sign-in off", administration.turn_two_factor_off)
    promote = for_each_of("Make administrator", administration.promote)
    demote = for_each_of("Make member", administration.demote)
