"""The admin site: the product's own sign-in, with its limits and second factor, and its list of pages."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from accounts.admin_time import in_browser_zone
from accounts.models import ModerationEntry, User
from accounts.security.sessions import close_session
from accounts.site import pages
from accounts.site.first_run import first_run
from accounts.site.pages import refreshed
from chatsite.backoffice.numbers import numbers
from chatsite.backoffice.queues import queues
from chatsite.contract.errors import NotAllowed

RECENT = 10
SECTIONS = [
    (
        _("Community"),
        [
            "Overview",
            "Report",
            "User",
            "Bot",
            "AccessToken",
            "Room",
            "Invitation",
            "IncomingWebhook",
            "OutgoingWebhook",
            "WebhookDelivery",
            "Message",
            "ModerationEntry",
            "Feedback",
        ],
    ),
    (_("System"), ["Settings", "Job", "Status", "Files"]),
]
# Pages that are no lists of rows.
PAGES = [
    ("Overview", _("Overview"), "admin:index"),
    ("Settings", _("Settings"), "admin:site-settings"),
    ("Status", _("Status"), "status"),
    ("Files", _("Files"), "files"),
]


class ChatAdminSite(admin.AdminSite):
    """For administrators only, with two-factor sign-in if ADMIN_TWO_FACTOR is set."""

    site_title = _("Administration")
    index_title = _("Overview")
    site_url = "/"

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """Show the checklist of a new site, the queues that are not empty, the last actions and four numbers."""
        run = first_run()
        context = {
            "title": self.index_title,
            "run": run,
            "numbers": numbers(),
            "queues": [queue for queue in queues() if queue.needs_attention],
            "recent": ModerationEntry.objects.select_related("by", "whom").order_by("-pk")[:RECENT],
        }
        return refreshed(super().index(request, context), run)

    def get_urls(self) -> list[Any]:
        """Add the site's settings and the buttons of the checklist."""
        settings_page, step = self.admin_view(pages.show_settings), self.admin_view(pages.take_step)
        own = [
            path("settings/", settings_page, name="site-settings"),
            path("first-run/<slug:step>/", step, name="first-run"),
        ]
        return [*own, *super().get_urls()]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Return the lists grouped by task instead of by app."""
        lists = {one["object_name"]: one for app in super().get_app_list(request, app_label) for one in app["models"]}
        lists |= {name: {"name": title, "admin_url": reverse(page)} for name, title, page in PAGES}
        return [
            {"name": title, "models": [lists[name] for name in names if name in lists]} for title, names in SECTIONS
        ]

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Any = None) -> HttpResponse:  # type: ignore[override]
        """Redirect to the first page: lists are grouped by task, not by app."""
        return redirect("admin:index")

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
            return redirect("settings-section", "account")
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
        return redirect("settings-section", "account")
