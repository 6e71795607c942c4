"""Paths of the messaging app."""

from django.urls import include, path

from messaging import api
from messaging.bookmarks import api as bookmarks_api
from messaging.forwarding import api as forwarding_api
from messaging.mentions import api as mentions_api
from messaging.moderation import api as reports_api
from messaging.pins import api as pins_api
from messaging.reactions import api as reactions_api
from messaging.reading import api as reading_api
from messaging.search import api as search_api
from messaging.webhooks.incoming import api as webhooks_api

urlpatterns = [
    path("rooms/<number:room_id>/messages", api.messages, name="messages"),
    path("rooms/<number:room_id>/messages/<number:seq>", api.message, name="message"),
    path("rooms/<number:room_id>/messages/<number:seq>/restore", api.restore, name="message-restore"),
    path("rooms/<number:room_id>/messages/<number:seq>/reactions", reactions_api.reactions, name="reactions"),
    path(
        "rooms/<number:room_id>/messages/<number:seq>/reactions/<str:emoji>",
        reactions_api.reaction,
        name="reaction",
    ),
    path("rooms/<number:room_id>/messages/<number:seq>/history", api.history, name="message-history"),
    path("rooms/<number:room_id>/messages/<number:seq>/pin", pins_api.message_pin, name="message-pin"),
    path("rooms/<number:room_id>/messages/<number:seq>/forward", forwarding_api.forwards, name="message-forward"),
    path("rooms/<number:room_id>/pins", pins_api.pins, name="pins"),
    path("rooms/<number:room_id>/changes", api.changes, name="room-changes"),
    path("rooms/<number:room_id>/read", reading_api.read, name="room-read"),
    path("rooms/<number:room_id>/webhooks", webhooks_api.webhooks, name="webhooks"),
    path("rooms/<number:room_id>/webhooks/<number:webhook_id>", webhooks_api.webhook, name="webhook"),
    path("hooks/<path:secret>", webhooks_api.hook, name="hook"),  # the rest of a path is kept out of logs too
    path("rooms/unread", reading_api.unread, name="rooms-unread"),
    path("rooms/read-all", reading_api.all_rooms, name="rooms-read-all"),
    path("auth/bookmarks", bookmarks_api.bookmarks, name="bookmarks"),
    path("auth/bookmarks/<number:message_id>", bookmarks_api.bookmark, name="bookmark"),
    path("auth/mentions", mentions_api.mentions, name="mentions"),
    path("search", search_api.found, name="search"),
    path("", include("messaging.attachments.urls")),
    path("", include("messaging.notifications.urls")),
    path("", include("messaging.webhooks.outgoing.urls")),
    path("reports", reports_api.mine, name="reports"),
]
