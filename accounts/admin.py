"""People in Django's admin."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.admin_actions import PERSON_ACTIONS, may_be_sanctioned
from accounts.admin_faces import face
from accounts.bots.admin import BotAdmin
from accounts.forms import PersonForm
from accounts.models import ModerationEntry, Session, User
from accounts.moderation import administration
from accounts.moderation.admin import ModerationEntryAdmin
from accounts.requests import SignedInRequest
from accounts.restrictions import restrictions_in_words
from accounts.single_sign_on.admin import LinkForm
from accounts.tokens.admin import AccessTokenAdmin
from chatsite.backoffice.actions import ActionGroup, Button, RowActionsAdmin
from chatsite.backoffice.moments import local_end, moment_column, named_moment
from chatsite.backoffice.numbers import number
from chatsite.backoffice.queues import queue
from chatsite.backoffice.tabs import in_order, person_tab, person_tabs
from chatsite.contract.sentences import Sentence

__all__ = ["AccessTokenAdmin", "BotAdmin", "LinkForm", "ModerationEntryAdmin", "UserAdmin"]

admin.site.unregister(Group)

ENTRIES_IN_TAB = 50
People = QuerySet[User]
joined = moment_column("date_joined", _("joined"))
signed_in = moment_column("last_login", _("last sign-in"))


@queue(_("Registrations"), "admin:accounts_user_changelist", "?state=waiting")
def _registrations() -> int:
    return User.objects.filter(awaits_approval=True).count()


@number(_("People"), "admin:accounts_user_changelist", position=1)
def _people() -> int:
    return User.objects.filter(is_active=True, awaits_approval=False, bot_kind="").count()


@person_tab("log", _("Log"), position=4)
def _log(person: User) -> dict[str, Any]:
    entries = ModerationEntry.objects.filter(whom=person).select_related("by", "whom")
    return {"entries": entries.order_by("-pk")[:ENTRIES_IN_TAB]}


class StateFilter(admin.SimpleListFilter):
    """Whether people can sign in and write."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Sentence]]:
        """Return the states."""
        return [
            ("active", _("Active")),
            ("waiting", _("Waiting for approval")),
            ("deactivated", _("Deactivated")),
            ("muted", _("Muted")),
            ("banned", _("Banned")),
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


class RoleFilter(admin.SimpleListFilter):
    """Administrators and members."""

    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Sentence]]:
        """Return the roles."""
        return [("administrator", _("Administrator")), ("member", _("Member"))]

    def queryset(self, request: HttpRequest, queryset: People) -> People:
        """Return the people in the chosen role."""
        return queryset.filter(is_superuser=self.value() == "administrator") if self.value() else queryset


class SeenFilter(admin.SimpleListFilter):
    """When one of a person's sessions was last used."""

    title = _("last seen")
    parameter_name = "seen"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Sentence]]:
        """Return the periods, in days."""
        return [
            ("1", _("In the last 24 hours")),
            ("7", _("In the last 7 days")),
            ("30", _("In the last 30 days")),
            ("long", _("Not in the last 30 days")),
        ]

    def queryset(self, request: HttpRequest, queryset: People) -> People:
        """Return the people seen in the chosen period."""
        days = {"1": 1, "7": 7, "30": 30, "long": 30}.get(self.value() or "")
        if days is None:
            return queryset
        seen = Session.objects.filter(last_seen_at__gte=timezone.now() - timedelta(days=days), user__isnull=False)
        condition = Q(pk__in=seen.values("user"))
        return queryset.exclude(condition) if self.value() == "long" else queryset.filter(condition)


@admin.register(User)
class UserAdmin(RowActionsAdmin):
    """People, searchable by name and email; only the name can be edited, the rest are actions."""

    row_actions = PERSON_ACTIONS
    list_display = ("name", "email", "state", "role", "last_seen", joined)
    list_filter = (StateFilter, RoleFilter, SeenFilter, "date_joined")
    search_fields = ("name", "email")
    search_help_text = _("Name or email")
    ordering = ("-date_joined",)
    fields: ClassVar[Any] = ("name", "email", "state", "role", "has_two_factor", "last_seen", signed_in, joined)
    readonly_fields: ClassVar[Any] = fields[1:]
    form = PersonForm
    change_form_template = "admin/person.html"

    def get_queryset(self, request: HttpRequest) -> People:
        """Return people with the time of their last activity: of ended sessions, what is still known."""
        people: People = super().get_queryset(request)
        live, shown, entered = Max("sessions__last_seen_at"), F("last_seen_at"), F("last_login")
        known = Coalesce(live, shown, entered), Coalesce(shown, entered, live), Coalesce(entered, live, shown)
        return people.annotate(seen_at=Greatest(*known))  # it is NULL where one is

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let administrators rename people."""
        return request.user.is_active and request.user.is_superuser

    def save_model(self, request: SignedInRequest, obj: User, form: Any, change: Any) -> None:  # type: ignore[override]
        """Rename through the service, which notifies everyone."""
        administration.rename(User.objects.get(pk=obj.pk), obj.name, by=request.user)

    @admin.display(description=_("state"))
    def state(self, user: User) -> Sentence:
        """Return whether the person can sign in and write, and why not."""
        if user.awaits_approval:
            return _("Waiting for approval")
        if not user.is_active:
            return _("Deactivated")
        return restrictions_in_words(
            banned_until=user.banned_until, muted_until=user.muted_until, written=local_end
        ) or _("Active")

    @admin.display(description=_("role"), ordering="is_superuser")
    def role(self, user: User) -> Sentence:
        """Return the person's role on the site."""
        if user.is_bot:
            return User.BotKind(user.bot_kind).label
        return _("Administrator") if user.is_superuser else _("Member")

    @admin.display(description=_("last seen"), ordering="seen_at")
    def last_seen(self, user: Any) -> Any:
        """Return when the person was last active."""
        return named_moment(_("last seen"), user.seen_at)

    @admin.display(description=_("two-factor sign-in"))
    def has_two_factor(self, user: User) -> Sentence:
        """Return whether it is on."""
        return _("On") if user.has_second_factor else _("Off")

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """Show the person's face and state, and the tab that the URL names."""
        person: User = context["original"]
        tabs = in_order(person_tabs)
        tab = next((one for one in tabs if one.name == request.GET.get("tab")), None)
        found = tab.context(person) if tab else {}
        shown = {**context, "face": face(person), "state": self.state(person), "tabs": tabs, "tab": tab, **found}
        return super().render_change_form(request, shown, *args, **kwargs)

    def buttons(self, row: User) -> Iterator[Button]:
        """Add the page that removes a person's messages."""
        yield from super().buttons(row)
        if may_be_sanctioned(row):
            address = reverse("admin:message-sweep", args=[row.pk])
            yield Button(_("Remove messages"), address, ActionGroup.RESTRICT, is_dangerous=True)
