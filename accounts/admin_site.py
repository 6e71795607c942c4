"""The admin's doors: signing in and out is the product's own, with its limits and its second factor."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.models import User
from accounts.sessions import close_session
from chatsite.errors import NotAllowed


class ChatAdminSite(admin.AdminSite):
    """For administrators only, with two-factor sign-in where the host wants it of them."""

    site_header = "Chatsite administration"
    site_title = "Chatsite"
    index_title = "What needs looking after"
    site_url = "/"

    def has_permission(self, request: HttpRequest) -> bool:
        """Let administrators in who owe no second factor."""
        user = request.user
        return isinstance(user, User) and user.is_admin and user.is_staff and not user.owes_second_factor

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Send visitors to sign in, administrators to what they still owe, and refuse everyone else."""
        target = request.GET.get("next") or reverse("admin:index")
        if not isinstance(request.user, User):
            return redirect_to_login(target)
        if request.user.is_admin and request.user.owes_second_factor:
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
