"""The admin's doors: signing in and out is the product's own, with its limits and its second factor."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import ModerationEntry, User
from accounts.security.sessions import close_session
from chatsite.contract.errors import NotAllowed
from chatsite.observe.queues import queues

LATELY = 10
SECTIONS = {
    "Community": ["Report", "User", "Message", "Room", "Membership", "ModerationEntry"],
    "House": ["Feedback", "Job", "Live"],
}


class ChatAdminSite(admin.AdminSite):
    """For administrators only, with two-factor sign-in where the host wants it of them."""

    site_header = _("Chatsite administration")
    site_title = "Chatsite"
    index_title = _("What needs looking after")
    site_url = "/"

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """Show what waits, and what was done last."""
        lately = ModerationEntry.objects.select_related("by", "whom").order_by("-pk")[:LATELY]
        return super().index(request, {"queues": queues(), "lately": lately, "title": self.index_title})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Return the lists in the order in which they are worked with, in place of the apps that they are of."""
        lists = {one["object_name"]: one for app in super().get_app_list(request, app_label) for one in app["models"]}
        lists["Live"] = {"name": "Live", "admin_url": reverse("live")}
        return [
            {"name": title, "models": [lists[name] for name in names if name in lists]}
            for title, names in SECTIONS.items()
        ]

    def has_permission(self, request: HttpRequest) -> bool:
        """Let administrators in who owe no second factor."""
        user = request.user
        return isinstance(user, User) and user.is_admin and user.is_staff

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Send visitors to sign in, administrators to what they still owe, and refuse everyone else."""
        target = request.GET.get("next") or reverse("admin:index")
        if not isinstance(request.user, User):
            return redirect_to_login(target)
        if request.user.owes_second_factor:
            return redirect("security")
        if self.has_permission(request):
            return redirect("admin:index")
        raise NotAllowed

    def logout(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        """Sign out as everywhere: this session's sockets are cut."""
        if request.method == "POST":
            close_session(request)
        return redirect("login")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        """Send to the page where people change it."""
        return redirect("security")
