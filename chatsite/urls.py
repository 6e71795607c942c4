"""Every path of the site."""

from django.contrib import admin
from django.urls import include, path, register_converter
from django.views.generic import RedirectView

from chatsite.web import exposition, openapi, pages, views
from chatsite.web.paths import NumberConverter
from messaging.attachments.usage import page as files_page
from messaging.monitoring import page as status_page

register_converter(NumberConverter, "number")

urlpatterns = [
    path("", pages.chat, name="chat"),
    path("rooms/<int:room_id>/<int:seq>", pages.chat, name="message-page"),
    path("people/<int:user_id>/", pages.chat, name="person-page"),
    path("catch-up/", pages.chat, name="catch-up"),
    path("inbox/", pages.chat, name="inbox"),
    path("saved/", pages.chat, name="saved"),
    path("i18n/<str:language>.js", pages.texts, name="texts"),
    path("manifest.webmanifest", pages.manifest, name="manifest"),
    path("service-worker.js", pages.service_worker, name="service-worker"),
    path("admin/status/", status_page.page, name="status"),
    path("admin/files/", files_page.page, name="files"),
    path("admin/live/", RedirectView.as_view(pattern_name="status")),  # its path until 0.2
    path("admin/", admin.site.urls),
    path("api/schema", openapi.show_schema, name="api-schema"),
    path("api/docs", openapi.docs, name="api-docs"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", exposition.show, name="metrics"),
    path("", include("accounts.urls")),
    path("", include("rooms.urls")),
    path("", include("messaging.urls")),
    path("", include("feedback.urls")),
    path("media/<path:path>", views.media, name="media"),  # after the files of messages, which are not for all
]

handler400 = "chatsite.web.views.bad_request"
handler403 = "chatsite.web.views.permission_denied"
handler404 = "chatsite.web.views.page_not_found"
handler500 = "chatsite.web.views.server_error"
