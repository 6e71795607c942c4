"""Paths of the accounts app."""

from django.urls import path
from django.views.generic import RedirectView

from accounts import api, views
from accounts.blocking import api as blocking_api
from accounts.bots import api as bots_api
from accounts.moderation import api as sanctions_api
from accounts.security import api as security_api
from accounts.self_service import api as self_service_api
from accounts.self_service import pages as settings_pages
from accounts.single_sign_on import api as single_sign_on_api
from accounts.single_sign_on import pages as single_sign_on_pages
from accounts.tokens import api as tokens_api

urlpatterns = [
    path("auth/register", api.register),
    path("auth/setup", api.set_up),
    path("auth/login", api.login),
    path("auth/logout", api.logout),
    path("auth/me", api.me),
    path("auth/account", self_service_api.account),
    path("auth/preferences", api.preferences),
    path("auth/profile", api.profile),
    path("auth/profile/upload", api.picture),
    path("auth/sessions", security_api.sessions),
    path("auth/sessions/<slug:session_id>", security_api.session),
    path("auth/two-factor", security_api.second_factor),
    path("auth/two-factor/recovery-codes", security_api.recovery_codes),
    path("auth/password-reset", security_api.password_reset),
    path("auth/email-confirmation", security_api.email_confirmation),
    path("auth/email-change", self_service_api.email_address),
    path("auth/sign-in-link", security_api.sign_in_link),
    path("auth/identities", single_sign_on_api.identities),
    path("auth/identities/claim", single_sign_on_api.claim),
    path("auth/identities/<number:identity_id>", single_sign_on_api.identity),
    path("auth/sanctions", sanctions_api.mine),
    path("auth/blocks", blocking_api.blocks),
    path("auth/tokens", tokens_api.tokens),
    path("auth/tokens/<number:token_id>", tokens_api.token),
    path("bots", bots_api.all_bots),
    path("bots/<number:bot_id>", bots_api.one),
    path("bots/<number:bot_id>/picture", bots_api.picture),
    path("bots/<number:bot_id>/tokens", bots_api.tokens),
    path("bots/<number:bot_id>/tokens/<number:token_id>", bots_api.token),
    path("users/<number:user_id>/warnings", sanctions_api.warnings),
    path("users/<number:user_id>/mute", sanctions_api.mute),
    path("users/<number:user_id>/ban", sanctions_api.ban),
    path("login/", views.login, name="login"),
    path("sign-in/<slug:provider>/", single_sign_on_pages.start, name="sign-in"),
    path("sign-in/<slug:provider>/callback", single_sign_on_pages.callback, name="sign-in-callback"),
    path("sign-in/<slug:provider>/logout", single_sign_on_pages.logout, name="provider-logout"),
    path("link-sign-in/", single_sign_on_pages.link, name="link-sign-in"),
    path("sign-in-link/", views.sign_in_link, name="sign-in-link"),
    path("register/", views.register, name="register"),
    path("setup/", views.setup, name="setup"),
    path("password-reset/", views.password_reset, name="password-reset"),
    path("verify-email/", views.verify_email, name="verify-email"),
    path("change-email/", views.change_email, name="change-email"),
    path("settings/", settings_pages.settings, name="settings"),
    path("settings/markup", settings_pages.markup, name="settings-markup"),
    path("settings/<slug:section>/", settings_pages.settings, name="settings-section"),
    path("security/", RedirectView.as_view(url="/settings/account/")),  # its path until 0.2
]
