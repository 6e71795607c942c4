"""The admin site: the product's own sign-in, with its limits and second factor, and its list of pages."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.admin_time import in_browser_zone
from accounts.models import ModerationEntry, User
from accounts.security.sessions import close_session
from chatsite.contract.errors import NotAllowed
from chatsite.observe.queues import queues

RECENT = 10
SECTIONS = [
    (_("Community"), ["Report", "User", "Message", "Room", "Membership", "ModerationEntry"]),
    (_("System"), ["Feedback", "Job", "Status"]),
]


class ChatAdminSite(admin.AdminSite):
    """For administrators only, with two-factor sign-in if ADMIN_TWO_FACTOR is set."""

    site_header = _("Chatsite administration")
    site_title = "Chatsite"
    index_title = _("Overview")
    site_url = "/"

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """Show the queues and the last actions."""
        recent = ModerationEntry.objects.select_related("by", "whom").order_by("-pk")[:RECENT]
        return super().index(request, {"queues": queues(), "recent": recent, "title": self.index_title})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Return the lists grouped by task instead of by app."""
        lists = {one["object_name"]: one for app in super().get_app_list(request, app_label) for one in app["models"]}
        lists["Status"] = {"name": _("Status"), "admin_url": reverse("status")}
        return [
            {"name": title, "models": [lists[name] for name in names if name in lists]} for title, names in SECTIONS
        ]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:  # noqa: FBT001, FBT002
        """Guard a view as Django does, and show its times in the browser's zone."""
        return in_browser_zone(super().admin_view(view, cacheable))

    def has_permission(self, request: HttpRequest) -> bool:
        """Allow administrators who don't owe a second factor."""
        user = request.user
        return isinstance(user, User) and user.is_admin and user.is_staff

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Send visitors to the sign-in page and administrators who owe a second factor to set it up; refuse others."""
        target = request.GET.get("next") or reverse("admin:index")
        if not isinstance(request.user, User):
            return redirect_to_login(target)
        if request.user.owes_second_factor:
            return redirect("security")
        if self.has_permission(request):
            return redirect("admin:index")
        raise NotAllowed

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        """Sign out as elsewhere on the site: this session's connections are closed."""
        if request.method == "POST":
            close_session(request)
        return redirect("login")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        """Redirect to the security page."""
        return redirect("security")
