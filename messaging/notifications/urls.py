"""Paths of notifications."""

from django.urls import path

from messaging.notifications import api
from messaging.notifications.mail import pages

urlpatterns = [
    path("auth/notifications", api.notifications, name="notifications"),
    path("auth/push", api.push, name="push-devices"),
    path("auth/push/test", api.push_test, name="push-test"),
    path("auth/push/<number:device_id>", api.device, name="push-device"),
    path("unsubscribe/<str:token>/", pages.show, name="unsubscribe"),
]
