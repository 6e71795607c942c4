"""Django's admin, with the product's own sign-in."""

from django.contrib.admin.apps import AdminConfig


class ChatAdminConfig(AdminConfig):
    """Makes :class:`accounts.admin_site.ChatAdminSite` the admin."""

    default_site = "accounts.admin_site.ChatAdminSite"
