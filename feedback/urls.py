"""Paths of the feedback app."""

from django.urls import path

from feedback import api

urlpatterns = [path("feedback", api.feedback)]
