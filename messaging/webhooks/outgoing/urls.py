"""Paths of outgoing webhooks."""

from django.urls import path

from messaging.webhooks.outgoing import api

urlpatterns = [
    path("outgoing-webhooks", api.webhooks, name="outgoing-webhooks"),
    path("outgoing-webhooks/<number:outgoing_id>", api.webhook, name="outgoing-webhook"),
    path("outgoing-webhooks/<number:outgoing_id>/deliveries", api.deliveries, name="outgoing-webhook-deliveries"),
    path(
        "outgoing-webhooks/<number:outgoing_id>/deliveries/<uuid:delivery_id>/redeliver",
        api.redelivery,
        name="outgoing-webhook-redelivery",
    ),
]
